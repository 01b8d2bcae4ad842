/** What a candidate policy is judged by. */
export interface Judgement {
  /** E[ρA] */
  readonly surrogate: number;
  /** E_s[KL(old ‖ new)] */
  readonly kl: number;
}

export interface LineSearchOptions<J extends Judgement> {
  /** θ_old: [size]; never written. */
  readonly start: Float32Array;
  /** The full step: [size] */
  readonly step: Float64Array;
  /** Each candidate's step is this much of the one before. */
  readonly shrink: number;
  readonly maxSteps: number;
  /** δ */
  readonly limit: number;
  /** The surrogate at θ_old. */
  readonly baseline: number;
  judge(candidate: Float32Array): Promise<J>;
}

export interface LineSearchResult<J extends Judgement> {
  /** The accepted candidate, or `start` itself. */
  readonly parameters: Float32Array;
  /** Undefined where no candidate was accepted. */
  readonly accepted: J | undefined;
  /** Candidates that were judged. */
  readonly steps: number;
}

/**
 * Backtracking: takes the first of θ_old + shrinkʲ·step, j = 0, 1, …, whose divergence is at most the limit and whose
 * surrogate is better than at θ_old. A candidate whose figures are NaN is never taken. Where none fits, `start` is what
 * comes back, bit for bit.
 */
export async function backtrackingLineSearch<J extends Judgement>(
  options: LineSearchOptions<J>,
): Promise<LineSearchResult<J>> {
  const { start, step, shrink, maxSteps, limit, baseline, judge } = options;
  const candidate = new Float32Array(start.length);
  for (let j = 0; j < maxSteps; j++) {
    moveAlong(start, step, shrink ** j, candidate);
    const judgement = await judge(candidate);
    if (judgement.kl <= limit && judgement.surrogate > baseline) {
      return { parameters: candidate, accepted: judgement, steps: j + 1 };
    }
  }
  return { parameters: start, accepted: undefined, steps: maxSteps };
}

/** into = start + scale · direction, rounded once. */
export function moveAlong(start: Float32Array, direction: Float64Array, scale: number, into: Float32Array): void {
  for (let i = 0; i < start.length; i++) into[i] = start[i]! + scale * direction[i]!;
}
