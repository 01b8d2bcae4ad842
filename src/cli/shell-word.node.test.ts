import { execFileSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { shellWord } from "./shell-word.js";

describe("a word of a command line", () => {
  it("is left as it is where it needs no quotes", () => {
    expect(shellWord("runs/CartPole-v1-ppo-1")).toBe("runs/CartPole-v1-ppo-1");
  });

  it.skipIf(process.platform === "win32").each(["my runs/first", "it's", '5" of $HOME `ls`', "a\\b", "(1)"])(
    "%s is read by a shell as it was",
    (text) => {
      expect(execFileSync("sh", ["-c", `printf %s ${shellWord(text)}`], { encoding: "utf8" })).toBe(text);
    },
  );
});
