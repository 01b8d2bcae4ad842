import { UsageError } from "../../errors.js";
import type { MetricsRecord } from "./sink.js";

/**
 * What every sink can rely on.
 * @throws UsageError when the step is not a whole number of steps, or when a metric is called `step`, the name of the step itself
 */
export function checkMetricsRecord({ step, values }: MetricsRecord): void {
  if (!Number.isSafeInteger(step) || step < 0) {
    throw new UsageError({
      code: "invalid-metrics-step",
      message: `A metrics record has step ${step}.`,
      fix: "Give the number of environment steps so far, a whole number from 0.",
    });
  }
  if (Object.hasOwn(values, "step")) {
    throw new UsageError({
      code: "reserved-metric-name",
      message: 'A metrics record has a value named "step".',
      fix: 'Choose another name, e.g. "charts/step".',
    });
  }
}
