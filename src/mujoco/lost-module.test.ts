import { expect, it } from "vitest";
import { loadMujoco } from "./index.js";

const falling = "<mujoco><worldbody><body><freejoint/><geom size='.1'/></body></worldbody></mujoco>";

it("after the module has aborted its models and data say so, and loading again starts a fresh one", async () => {
  const mujoco = await loadMujoco();
  expect(await loadMujoco()).toBe(mujoco);
  const model = mujoco.compile(falling, { arenaBytes: 65_536 });
  const data = model.createData();
  const lost = expect.objectContaining({ name: "RunError", code: "mujoco-lost" });
  const abort = () => {
    throw new WebAssembly.RuntimeError("Aborted(out of memory)");
  };
  expect(() => model.engine.guard(() => expect.unreachable(), abort)).toThrow(lost);
  for (const use of [() => data.step(), () => data.time, () => model.createData(), () => mujoco.compile(falling)]) {
    expect(use).toThrow(lost);
  }
  model.dispose();
  expect(data.disposed).toBe(true);

  const fresh = await loadMujoco();
  expect(fresh).not.toBe(mujoco);
  const again = fresh.compile(falling, { arenaBytes: 65_536 });
  again.createData().step();
  again.dispose();
});
