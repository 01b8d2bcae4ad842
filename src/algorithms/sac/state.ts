import { UsageError } from "../../errors.js";
import type { Snapshot } from "../../snapshot.js";
import type { SacNext, TrainedPart } from "./gradient-graph.js";
import type { SacModel } from "./model.js";

/** A vector of an optimizer and its moments; each of the part's size. */
interface Moving {
  readonly parameters: Float32Array;
  readonly firstMoment: Float32Array;
  readonly secondMoment: Float32Array;
}

/** Everything that a gradient step reads and replaces. */
export interface SacState {
  /** Actor and critics side by side, as the model's flat vector has them. */
  readonly parameters: Float32Array;
  /** Stretches of `parameters`, and log α (or α, where it is fixed). */
  readonly parts: Readonly<Record<TrainedPart, Moving>>;
  /** The target critics. */
  readonly targets: Float32Array;
}

type Sizes = Pick<SacModel, "actor" | "critics">;

/** Moments of zero, targets that equal the critics. */
export function initialState({ actor, critics }: Sizes, values: Float32Array, alpha: number): SacState {
  const parameters = values.slice();
  const moving = (part: Float32Array): Moving => ({
    parameters: part,
    firstMoment: new Float32Array(part.length),
    secondMoment: new Float32Array(part.length),
  });
  const stretch = ({ offset, size }: { readonly offset: number; readonly size: number }) =>
    parameters.subarray(offset, offset + size);
  return {
    parameters,
    parts: {
      actor: moving(stretch(actor)),
      critics: moving(stretch(critics)),
      alpha: moving(Float32Array.of(alpha)),
    },
    targets: stretch(critics).slice(),
  };
}

/** What the graph is fed of a state. */
export function stateFeeds({ parts, targets }: SacState): Record<string, Float32Array> {
  const feeds: Record<string, Float32Array> = { targets };
  for (const [part, { parameters, firstMoment, secondMoment }] of Object.entries(parts)) {
    feeds[part] = parameters;
    feeds[`${part}/firstMoment`] = firstMoment;
    feeds[`${part}/secondMoment`] = secondMoment;
  }
  return feeds;
}

/** Where the graph writes a state to. */
export function stateTargets({ parts, targets }: SacState): Partial<Record<SacNext, Float32Array>> {
  const into: Partial<Record<SacNext, Float32Array>> = { nextTargets: targets };
  for (const part of ["actor", "critics", "alpha"] as const) {
    const { parameters, firstMoment, secondMoment } = parts[part];
    into[`${part}/nextParameters`] = parameters;
    into[`${part}/nextFirstMoment`] = firstMoment;
    into[`${part}/nextSecondMoment`] = secondMoment;
  }
  return into;
}

export function saveState({ parameters, parts, targets }: SacState): Snapshot {
  const moments = Object.entries(parts).map(([part, { firstMoment, secondMoment }]) => [
    part,
    { firstMoment: firstMoment.slice(), secondMoment: secondMoment.slice() },
  ]);
  return {
    parameters: parameters.slice(),
    alpha: parts.alpha.parameters.slice(),
    targets: targets.slice(),
    moments: Object.fromEntries(moments),
  };
}

/** Throws UsageError `checkpoint-mismatch` for a state of another network. */
export function restoreState(state: SacState, saved: Snapshot): void {
  const { parameters, alpha, targets, moments } = saved as unknown as {
    readonly parameters: Float32Array;
    readonly alpha: Float32Array;
    readonly targets: Float32Array;
    readonly moments: Readonly<Record<TrainedPart, Pick<Moving, "firstMoment" | "secondMoment">>>;
  };
  if (parameters.length !== state.parameters.length || targets.length !== state.targets.length) {
    throw new UsageError({
      code: "checkpoint-mismatch",
      message: `The checkpoint holds ${parameters.length} parameters, but the networks have ${state.parameters.length}.`,
      fix: "Continue with the networks and the exploration that the run was started with.",
    });
  }
  state.parameters.set(parameters);
  state.parts.alpha.parameters.set(alpha);
  state.targets.set(targets);
  for (const [part, { firstMoment, secondMoment }] of Object.entries(moments)) {
    state.parts[part as TrainedPart].firstMoment.set(firstMoment);
    state.parts[part as TrainedPart].secondMoment.set(secondMoment);
  }
}
