import type { MetricsRecord } from "./sink.js";

/** How far a run is and how fast it goes. */
export interface Progress {
  readonly step: number;
  readonly totalSteps: number;
  /** Environment steps per second since the start; undefined before any time has passed. */
  readonly stepsPerSecond: number | undefined;
  /** The last `charts/episodic_return` seen. */
  readonly episodicReturn: number | undefined;
  readonly secondsLeft: number | undefined;
}

export interface ProgressOptions {
  readonly totalSteps: number;
  /** Where this process began, e.g. the step of the checkpoint that it resumed. */
  readonly startStep: number;
  /** Milliseconds. */
  readonly clock: () => number;
}

/** Follows a run's records. */
export function trackProgress({ totalSteps, startStep, clock }: ProgressOptions): (record: MetricsRecord) => Progress {
  const startTime = clock();
  let episodicReturn: number | undefined;
  return ({ step, values }) => {
    episodicReturn = values["charts/episodic_return"] ?? episodicReturn;
    const seconds = (clock() - startTime) / 1000;
    const stepsPerSecond = seconds > 0 ? (step - startStep) / seconds : undefined;
    const secondsLeft = stepsPerSecond ? Math.max(0, totalSteps - step) / stepsPerSecond : undefined;
    return { step, totalSteps, stepsPerSecond, episodicReturn, secondsLeft };
  };
}

const whole = new Intl.NumberFormat("en-US", { maximumFractionDigits: 0 });

/** `12,000/100,000 steps · 8,000 steps/s · return 102.3 · 11 s left`, without what is not known yet. */
export function formatProgress({ step, totalSteps, stepsPerSecond, episodicReturn, secondsLeft }: Progress): string {
  const parts = [`${whole.format(step)}/${whole.format(totalSteps)} steps`];
  if (stepsPerSecond !== undefined) parts.push(`${whole.format(stepsPerSecond)} steps/s`);
  if (episodicReturn !== undefined) parts.push(`return ${Number(episodicReturn.toPrecision(4))}`);
  if (secondsLeft !== undefined) parts.push(`${formatDuration(secondsLeft)} left`);
  return parts.join(" · ");
}

function formatDuration(seconds: number): string {
  const rounded = Math.ceil(seconds);
  if (rounded < 60) return `${rounded} s`;
  const minutes = Math.ceil(seconds / 60);
  return minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
