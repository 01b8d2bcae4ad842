import { describe, expect, it } from "vitest";
import { fileNameOf } from "./run-name.js";

describe("the file name of an id", () => {
  it.each([
    ["CartPole-v1", "CartPole-v1"],
    ["ALE/Pong-v5", "ALE%2FPong-v5"],
    ["a_b", "a_b"],
    ["..", "%2E%2E"],
  ])("of %s is %s", (id, name) => {
    expect(fileNameOf(id)).toBe(name);
  });
});
