import { ProximalError, RunError, UsageError } from "../errors.js";

/** Where in a batch of environments something went wrong. `step` counts from 1 within the episode; 0 is the reset. */
export interface Location {
  readonly id: string;
  readonly copy: number;
  readonly step: number;
}

/** A failure whose message tells where it happened. */
class LocatedError extends RunError {}

export function isLocated(error: unknown): boolean {
  return error instanceof LocatedError;
}

function describeLocation({ id, copy, step }: Location): string {
  return `environment "${id}", copy ${copy}, ${step === 0 ? "at reset" : `step ${step} of its episode`}`;
}

/** The first index in [start, end) that holds NaN or an infinity, or −1. */
export function findNonFinite(values: ArrayLike<number>, start: number, end: number): number {
  for (let i = start; i < end; i++) if (!Number.isFinite(values[i]!)) return i;
  return -1;
}

export function nonFiniteObservation(location: Location, element: number, value: number): RunError {
  return new LocatedError({
    code: "non-finite-observation",
    message: `Observation element ${element} is ${value} in ${describeLocation(location)}.`,
    fix: "Find the division, root or overflow in the environment that produced it, or end the episode before it happens.",
  });
}

export function nonFiniteReward(location: Location, value: number): RunError {
  return new LocatedError({
    code: "non-finite-reward",
    message: `The reward is ${value} in ${describeLocation(location)}.`,
    fix: "Find the division, root or overflow in the environment that produced it.",
  });
}

/** Wraps whatever an environment threw, keeping it as the cause; errors on purpose keep their code and their fix. */
export function environmentFailed(location: Location, cause: unknown): RunError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  if (cause instanceof ProximalError) {
    const { code, fix } = cause;
    return new LocatedError({ code, message: `In ${describeLocation(location)}: ${reason}`, fix, cause });
  }
  return new LocatedError({
    code: "environment-failed",
    message: `An exception was thrown by ${describeLocation(location)}: ${reason}`,
    fix: "Correct the environment; the error's cause holds the original exception.",
    cause,
  });
}

/** An environment broke its contract, e.g. returned a wrong type. */
export function environmentMisbehaved(location: Location, problem: string, fix: string): RunError {
  return new LocatedError({
    code: "invalid-step-result",
    message: `${problem} in ${describeLocation(location)}.`,
    fix,
  });
}

export function stepBeforeReset(id: string): UsageError {
  return new UsageError({
    code: "step-before-reset",
    message: `Environment "${id}" was stepped before its first reset.`,
    fix: "Call reset() once, or setState(), before step().",
  });
}
