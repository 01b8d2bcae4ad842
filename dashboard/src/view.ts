/** What is shown and how: all of it stands in the address, so a link or a reload shows the same. */
export interface View {
  /** Undefined: the newest ones. */
  readonly selected: readonly string[] | undefined;
  readonly filter: string;
  /** One curve with a band for runs that only differ in their seed. */
  readonly together: boolean;
  readonly smoothing: number;
  readonly x: "steps" | "seconds";
  readonly metrics: readonly string[];
  /** The run whose details are shown. */
  readonly run: string | undefined;
}

const firstView: View = {
  selected: undefined,
  filter: "",
  together: true,
  smoothing: 0,
  x: "steps",
  metrics: ["charts/episodic_return", "evaluation/mean_return", "losses/kl", "losses/entropy"],
  run: undefined,
};

export function toHash(view: View): string {
  const entries: [string, string][] = [];
  if (view.run !== undefined) entries.push(["run", view.run]);
  for (const id of view.selected ?? []) entries.push(["select", id]);
  if (view.selected?.length === 0) entries.push(["select", ""]);
  if (view.filter !== "") entries.push(["filter", view.filter]);
  if (!view.together) entries.push(["together", "false"]);
  if (view.smoothing > 0) entries.push(["smoothing", String(view.smoothing)]);
  if (view.x !== "steps") entries.push(["x", view.x]);
  if (view.metrics.join() !== firstView.metrics.join()) {
    for (const metric of view.metrics) entries.push(["metric", metric]);
  }
  return `#${new URLSearchParams(entries)}`;
}

export function fromHash(hash: string): View {
  const parameters = new URLSearchParams(hash.replace(/^#/, ""));
  const smoothing = Number(parameters.get("smoothing") ?? 0);
  const metrics = parameters.getAll("metric");
  return {
    selected: parameters.has("select") ? parameters.getAll("select").filter((id) => id !== "") : undefined,
    filter: parameters.get("filter") ?? "",
    together: parameters.get("together") !== "false",
    smoothing: smoothing >= 0 && smoothing < 1 ? smoothing : 0,
    x: parameters.get("x") === "seconds" ? "seconds" : "steps",
    metrics: metrics.length > 0 ? metrics : firstView.metrics,
    run: parameters.get("run") ?? undefined,
  };
}
