import { describe, expect, it } from "vitest";
import { comparisonMarkdown, comparisonProblems, comparisonTable, formatNumber } from "./markdown.js";
import { pairOf } from "./testing/comparisons.js";

describe("the table of a comparison", () => {
  it("holds mean ± standard deviation over the seeds, and the median of the steps to the threshold", () => {
    const pairs = [pairOf("CartPole-v1", "ppo", [490, 500, 450]), pairOf("CartPole-v1", "a2c", [200])];
    expect(comparisonTable(pairs)).toEqual([
      ["algorithm", "return", "seeds", "steps", "steps to 475", "steps/s", "training time"],
      ["ppo", "480 ± 26.5", "3", "61,000", "20,000 (2 of 3)", "5,000", "12.0 s"],
      ["a2c", "200", "1", "60,000", "— (0 of 1)", "5,000", "12.0 s"],
    ]);
  });

  it("has no steps to a threshold where the environment has none", () => {
    expect(comparisonTable([pairOf("Pendulum-v1", "ppo", [-150.25, -160.25])])).toEqual([
      ["algorithm", "return", "seeds", "steps", "steps/s", "training time"],
      ["ppo", "-155.3 ± 7.07", "2", "60,500", "5,000", "12.0 s"],
    ]);
  });

  it("tells what is not applicable, has failed or is not finished", () => {
    const failed = {
      seed: 2,
      status: "failed",
      code: "x",
      message: "Line one.\nLine two.",
      fix: "Try again.",
    } as const;
    const [finished] = pairOf("CartPole-v1", "a2c", [100]).runs;
    const pairs = [
      pairOf("CartPole-v1", "sac", [], { notApplicable: "It needs a Box.", runs: [{ seed: 1, status: "pending" }] }),
      pairOf("CartPole-v1", "ppo", [], { runs: [failed] }),
      pairOf("CartPole-v1", "npg", [], { runs: [{ seed: 1, status: "pending" }] }),
      pairOf("CartPole-v1", "a2c", [100], { runs: [finished!, failed] }),
    ];
    expect(comparisonTable(pairs).map((row) => row.slice(0, 3))).toEqual([
      ["algorithm", "return", "seeds"],
      ["sac", "not applicable", "0 of 1"],
      ["ppo", "failed", "0 of 1"],
      ["npg", "not finished", "0 of 1"],
      ["a2c", "100", "1 of 2"],
    ]);
    expect(comparisonProblems(pairs)[0]).toBe("sac is not applicable to CartPole-v1: It needs a Box.");
    const markdown = comparisonMarkdown({ format: 1, pairs }, false);
    expect(markdown).toContain("- ppo failed on CartPole-v1 with seed 2: Line one. Line two. Try again.\n");
  });

  it("is Markdown with a section and a figure for each environment", () => {
    const pairs = [pairOf("CartPole-v1", "ppo", [500]), pairOf("Pendulum-v1", "ppo", [-150])];
    const markdown = comparisonMarkdown({ format: 1, pairs }, true);
    expect(markdown.match(/^## .*$/gm)).toEqual(["## CartPole-v1", "## Pendulum-v1"]);
    expect(markdown).toContain("![Learning curves on Pendulum-v1](Pendulum-v1.svg)");
    expect(markdown).toContain("| ppo       |   -150 |");
    expect(comparisonMarkdown({ format: 1, pairs }, false)).not.toContain("![");
  });
});

describe("formatNumber", () => {
  it.each([
    [500, "500"],
    [-168.2349, "-168.2"],
    [92.34, "92.3"],
    [3.25, "3.25"],
    [0.9527, "0.953"],
    [12345.6, "12,346"],
  ])("writes %d as %s", (value, text) => {
    expect(formatNumber(value)).toBe(text);
  });
});
