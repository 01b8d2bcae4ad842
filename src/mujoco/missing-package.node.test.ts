import { expect, it, vi } from "vitest";
import { loadMujoco } from "./index.js";

vi.mock("@mujoco/mujoco", () => {
  throw new Error("Cannot find package '@mujoco/mujoco'");
});

it("says what to install where the peer package is missing, at every attempt", async () => {
  for (let attempt = 0; attempt < 2; attempt++) {
    await expect(loadMujoco()).rejects.toMatchObject({
      name: "UsageError",
      code: "missing-package",
      fix: "Install it beside proximal: npm install @mujoco/mujoco@3.14",
    });
  }
});
