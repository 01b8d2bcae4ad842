import { describe, expect, it } from "vitest";
import { UsageError } from "../errors.js";
import { checkBehaviorData, type ExpectedData, type Fragment } from "./index.js";
import { fragmentOf } from "./testing/fragments.js";

const expected = {
  observationSize: 1,
  actionType: "int32",
  actionSize: 1,
  parameterSize: 2,
  choices: [2],
} as const;
const sound: Fragment = {
  ...fragmentOf({ rewards: [1, 2], terminated: [0, 1] }),
  behaviorParameters: Float32Array.of(0, 1, 2, 3),
  behaviorLogProbs: Float32Array.of(-0.5, -0.7),
};

/** The same distribution, action and mask in both rows. */
const twoRows = (row: readonly number[], actions: readonly number[], mask?: readonly number[]) => ({
  behaviorParameters: Float32Array.of(...row, ...row),
  actions: Int32Array.of(...actions, ...actions),
  ...(mask && { masks: Uint8Array.of(...mask, ...mask) }),
});

function codeOf(
  change: Partial<Record<keyof Fragment, unknown>>,
  space: Partial<ExpectedData> = {},
): string | undefined {
  try {
    checkBehaviorData("The data", { ...sound, ...change } as Fragment, { ...expected, ...space });
    return undefined;
  } catch (error) {
    expect(error).toBeInstanceOf(UsageError);
    expect((error as UsageError).message).toContain("The data");
    return (error as UsageError).code;
  }
}

describe("data of another policy", () => {
  it("that fit are accepted", () => {
    expect(codeOf({})).toBeUndefined();
  });

  it.each([
    { problem: "without log-probabilities", change: { behaviorLogProbs: undefined }, code: "no-behavior-log-probs" },
    {
      problem: "with too few of them",
      change: { behaviorLogProbs: Float32Array.of(-1) },
      code: "no-behavior-log-probs",
    },
    {
      problem: "with an action that μ never takes",
      change: { behaviorLogProbs: Float32Array.of(-1, Number.NEGATIVE_INFINITY) },
      code: "behavior-without-support",
    },
    {
      problem: "with μ(a|s) = 0 for an action that was not taken",
      change: { behaviorParameters: Float32Array.of(0, 0, 0, -1e8) },
      code: "behavior-without-support",
    },
    { problem: "from another observation space", change: { observations: new Float32Array(4) }, code: "other-spaces" },
    {
      problem: "with a mask that leaves no action",
      change: { masks: Uint8Array.of(1, 1, 0, 0) },
      code: "no-legal-action",
    },
    { problem: "with masks of other choices", change: { masks: Uint8Array.of(1, 1, 1) }, code: "other-spaces" },
    { problem: "with other actions", change: { actions: new Float32Array(2) }, code: "other-spaces" },
    { problem: "with an action that there is not", change: { actions: Int32Array.of(0, 2) }, code: "other-spaces" },
    { problem: "without distributions", change: { behaviorParameters: new Float32Array(2) }, code: "other-spaces" },
  ])("$problem are refused", ({ change, code }) => {
    expect(codeOf(change)).toBe(code);
  });

  it.each([
    { problem: "whose first position lacks a choice", row: [0, -1e8, 0, 0, 0], code: "behavior-without-support" },
    { problem: "whose second position lacks a choice", row: [0, 0, 0, -1e8, 0], code: "behavior-without-support" },
    { problem: "whose positions are far apart, but each whole", row: [1e4, 1e4, 0, 0, 0], code: undefined },
    { problem: "that lack what is forbidden", row: [0, 0, 0, 0, -1e8], mask: [1, 1, 1, 1, 0], code: undefined },
    { problem: "with a choice that there is not", row: [0, 0, 0, 0, 0], actions: [2, 0], code: "other-spaces" },
  ])("of several positions, $problem: $code", ({ row, mask, actions = [1, 2], code }) => {
    const multiDiscrete = { actionSize: 2, parameterSize: 5, choices: [2, 3] };
    expect(codeOf(twoRows(row, actions, mask), multiDiscrete)).toBe(code);
  });

  it.each([
    { problem: "never set a bit", row: [0, -200], message: "choice 1 of position 1" },
    { problem: "always set a bit", row: [200, 0], message: "choice 0 of position 0" },
    { problem: "hardly ever set a bit", row: [-50, 50], message: undefined },
  ])("of bits, which $problem: $message", ({ row, message }) => {
    const bits = { actionSize: 2, parameterSize: 2, choices: [2, 2] };
    const check = () =>
      checkBehaviorData("The data", { ...sound, ...twoRows(row, [0, 1]) } as Fragment, { ...expected, ...bits });
    if (message === undefined) expect(check).not.toThrow();
    else expect(check).toThrow(message);
  });

  it("may have μ(a|s) = 0 where a mask forbids the action to both", () => {
    const change = { behaviorParameters: Float32Array.of(0, 0, 0, -1e8), masks: Uint8Array.of(1, 1, 1, 0) };
    expect(codeOf(change)).toBeUndefined();
  });
});
