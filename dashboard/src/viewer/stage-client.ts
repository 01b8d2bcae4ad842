import type { StageDescription, StageFrame } from "../../../src/dashboard/index.js";
import type { Problem } from "../../../ui/problem.js";

/** What the server refused, as it can be shown. */
export class Refusal extends Error {
  constructor(readonly problem: Problem) {
    super(problem.message);
  }
}

const unreachable: Problem = {
  message: "The dashboard does not answer.",
  fix: "Start it again, then begin anew.",
};

/** An agent that acts on the server: the page asks for moments and draws them. */
export class StageClient {
  private constructor(
    private readonly id: string,
    readonly description: StageDescription,
  ) {}

  /** A run's newest policy, or without `run` what the server was started to show. Throws Refusal. */
  static async open(run: string | undefined, seed: number): Promise<StageClient> {
    const { id, ...description } = await post<StageDescription & { readonly id: string }>("/api/stage", {
      ...(run !== undefined && { run }),
      seed,
    });
    return new StageClient(id, description);
  }

  /** Throws Refusal. */
  frames(count: number, greedy: boolean, command: readonly number[] | undefined): Promise<StageFrame[]> {
    return post(`/api/stage/${this.id}/frames`, { count, greedy, ...(command && { command }) });
  }
}

async function post<Answer>(path: string, body: object): Promise<Answer> {
  let response: Response;
  try {
    const headers = { "content-type": "application/json" };
    response = await fetch(path, { method: "POST", headers, body: JSON.stringify(body) });
  } catch {
    throw new Refusal(unreachable);
  }
  if (response.ok) return (await response.json()) as Answer;
  const problem = (await response.json().catch(() => unreachable)) as Problem;
  throw new Refusal(problem);
}
