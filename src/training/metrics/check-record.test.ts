import { describe, expect, it } from "vitest";
import { checkMetricsRecord } from "./check-record.js";

describe("checkMetricsRecord", () => {
  it("accepts whole steps with any values", () => {
    checkMetricsRecord({ step: 0, values: {} });
    checkMetricsRecord({ step: 2 ** 40, values: { "losses/policy_loss": Number.NaN } });
  });

  it.each([-1, 0.5, Number.NaN, Number.POSITIVE_INFINITY])("refuses step %s", (step) => {
    expect(() => checkMetricsRecord({ step, values: {} })).toThrow(
      expect.objectContaining({ code: "invalid-metrics-step" }),
    );
  });

  it("refuses a value that would hide the step", () => {
    expect(() => checkMetricsRecord({ step: 1, values: { step: 2 } })).toThrow(
      expect.objectContaining({ code: "reserved-metric-name" }),
    );
  });
});
