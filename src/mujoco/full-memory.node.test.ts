import { expect, it } from "vitest";
import { loadMujoco, type MujocoData } from "./index.js";

const box = (size: string) =>
  `<mujoco>${size}<worldbody><body><freejoint/><geom type="box" size=".1 .1 .1"/></body></worldbody></mujoco>`;

it("data that no longer fit are refused while there is memory left for everything else", async () => {
  const mujoco = await loadMujoco();
  const model = mujoco.compile(box(""), { arenaBytes: 2 ** 27 });
  const made: MujocoData[] = [];
  const refusals: unknown[] = [];
  while (refusals.length < 3) {
    try {
      made.push(model.createData());
    } catch (error) {
      refusals.push(error);
    }
    if (made.length > 20) throw new Error("2 GB cannot hold so many");
  }
  for (const refusal of refusals) {
    expect(refusal).toMatchObject({
      name: "RunError",
      code: "out-of-simulation-memory",
      message: expect.stringMatching(/^MuJoCo has no room for 134 MB more/),
    });
  }
  expect(made.length).toBeGreaterThan(10);
  for (const data of made) data.step();
  expect(() => mujoco.compile("<mujoco><worldbody")).toThrow(expect.objectContaining({ code: "invalid-model" }));
  const small = mujoco.compile(box('<size memory="64K"/>'));
  made[0]?.dispose();
  small.createData().step();
  for (const data of made.splice(0)) data.dispose();
  model.createData().step();
  model.dispose();
  small.dispose();
});
