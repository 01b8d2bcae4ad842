import { describe, expect, it } from "vitest";
import { loadMujoco, type MujocoModel } from "../../mujoco/index.js";
import { createRandom } from "../../random/index.js";
import type { LoadedEnvironment } from "../environment.js";
import { record } from "../testing.js";
import { vectorize } from "../vectorize.js";
import { compileWithPairs } from "./explicit-contacts.js";
import { type MujocoTaskId, mujocoEnvironment, mujocoModelXml } from "./index.js";

/** Three balls, the second on a rod of the first, above a floor with a wall; all may touch all, with figures of their own. */
const balls = `<mujoco>
  <size memory="256K"/>
  <worldbody>
    <geom name="floor" type="plane" size="0 0 1" friction="0.3 0.2 0.1" margin="0.01"/>
    <geom name="wall" type="box" pos="0.26 0 0" size=".1 1 1" solref="0.03 1.2"/>
    <body name="first" pos="0 0 0.5"><freejoint/>
      <geom name="first" size="0.1" condim="1" solimp="0.8 0.9 0.01" solmix="3"/>
      <geom name="nose" size="0.05" pos="0.1 0 0" condim="6" friction="0.5 0.1 0.3" gap="0.002"/>
      <body name="second" pos="0.15 0 0.2"><joint axis="0 1 0"/><geom name="second" size="0.1" condim="4"/></body>
      <body name="fixed" pos="-0.15 0 0"><geom name="fixed" size="0.04"/></body>
    </body>
    <body name="third" pos="0.05 0.02 0.9"><freejoint/><geom name="third" size="0.12"/></body>
  </worldbody>
</mujoco>`;

function fall(model: MujocoModel) {
  const data = model.createData();
  const seen = Array.from({ length: 400 }, () => {
    data.step();
    return { positions: [...data.qpos], contacts: [...data.contactPositions()] };
  });
  model.dispose();
  return seen;
}

const rollout = (environment: LoadedEnvironment) => {
  const vector = vectorize(environment, 4, createRandom(5));
  vector.reset();
  return record(vector, 100);
};

describe("contacts of written-out pairs", () => {
  it.each<MujocoTaskId>([
    "HalfCheetah-v5",
    "Hopper-v5",
    "Walker2d-v5",
    "Ant-v5",
    "Humanoid-v5",
    "Pusher-v5",
    "Reacher-v5",
  ])("make %s play to the last bit as MuJoCo's own search for contacts does", async (id) => {
    const searching = await mujocoEnvironment(id, { xml: mujocoModelXml(id), id });
    expect(rollout(await mujocoEnvironment(id))).toEqual(rollout(searching));
  });

  it("mix the figures of geoms as MuJoCo does, and leave out what is fixed to each other or hangs on one another", async () => {
    const mujoco = await loadMujoco();
    const searched = fall(mujoco.compile(balls));
    expect(Math.max(...searched.map(({ contacts }) => contacts.length / 3))).toBeGreaterThan(2);
    const written = compileWithPairs(mujoco, balls);
    expect([...written.body_contype, ...written.body_conaffinity].every((type) => type === 0)).toBe(true);
    expect(fall(written)).toEqual(searched);
  });

  it("keep the order of contacts between bodies of several geoms, which begins with the geom of the simpler type", async () => {
    const mujoco = await loadMujoco();
    const rods = `<mujoco>
      <option gravity="0 0 0"/>
      <size memory="256K"/>
      <worldbody>
        <body><freejoint/>
          <geom name="left" type="capsule" size="0.1 0.2" pos="-0.5 0 0"/>
          <geom name="right" type="capsule" size="0.1 0.2" pos="0.5 0 0"/>
        </body>
        <body pos="0 0.15 0"><freejoint/>
          <geom name="rod" type="capsule" size="0.1 0.2" pos="0.5 0 0"/>
          <geom name="ball" size="0.1" pos="-0.5 0 0"/>
        </body>
      </worldbody>
    </mujoco>`;
    const searched = fall(mujoco.compile(rods));
    // a capsule before a ball of a greater number, though the ball touches the capsule of the least
    expect(searched[0]!.contacts[0]).toBeGreaterThan(0);
    expect(fall(compileWithPairs(mujoco, rods))).toEqual(searched);
  });

  it("are not written where they are many", async () => {
    const mujoco = await loadMujoco();
    const crowd = Array.from(
      { length: 24 },
      (_, i) => `<body pos="${i} 0 1"><freejoint/><geom name="ball${i}" size="0.1"/></body>`,
    );
    const model = compileWithPairs(mujoco, `<mujoco><worldbody>${crowd.join("")}</worldbody></mujoco>`);
    expect(Math.max(...model.body_contype)).toBe(1);
    model.dispose();
  });
});
