import { describe, expect, it } from "vitest";
import { RunError, UsageError } from "../errors.js";
import { describeFailure, Interrupted } from "./failure.js";

const told = { code: "some-code", message: "Something.", fix: "Do something." };

describe("failures", () => {
  it("are the user's (2), the run's (1), or an interruption", () => {
    expect(describeFailure(new UsageError(told))).toEqual({ ...told, exitCode: 2, details: undefined });
    expect(describeFailure(new RunError(told))).toEqual({ ...told, exitCode: 1, details: undefined });
    expect(describeFailure(new Interrupted(143, "Stopped.", "Go on.")).exitCode).toBe(143);
  });

  it("are recognized when they come from another copy of the library", () => {
    const foreign = Object.assign(new Error(told.message), { name: "UsageError", code: told.code, fix: told.fix });
    expect(describeFailure(foreign)).toMatchObject({ ...told, exitCode: 2 });
  });

  it("nobody expected keep their stack and ask for a report", () => {
    const failure = describeFailure(new TypeError("x is not a function"));
    expect(failure).toMatchObject({ code: "unexpected-error", exitCode: 1, fix: expect.stringContaining("report") });
    expect(failure.message).toContain("x is not a function");
    expect(failure.details).toContain("failure.node.test.ts");
    expect(describeFailure("thrown text").message).toContain("thrown text");
  });

  it("name the user's line, not the library's that it called", () => {
    const place = (...frames: string[]) => {
      const cause = Object.assign(new Error("x"), {
        stack: ["Error: x", ...frames.map((at) => `    at ${at}`)].join("\n"),
      });
      return describeFailure(new RunError({ ...told, cause })).details;
    };
    const user = "step (file:///home/me/dist/world.mjs:3:5)";
    const library = "file:///home/me/node_modules/proximal/dist/chunk-A.js:1:2";
    const own = `Box.of (${new URL("../../dist/index.js", import.meta.url)}:1:2)`;
    expect(place(own, library, "Array.map (<anonymous>)", user)).toBe("Thrown at /home/me/dist/world.mjs:3:5");
    expect(place("async /home/me/a (b)/c.mjs:1:2")).toBe("Thrown at /home/me/a (b)/c.mjs:1:2");
    expect(place(library)).toBeUndefined();
  });

  it("that have a system error's code are not taken for ours", () => {
    expect(describeFailure(Object.assign(new Error("gone"), { code: "ENOENT" })).code).toBe("unexpected-error");
  });
});
