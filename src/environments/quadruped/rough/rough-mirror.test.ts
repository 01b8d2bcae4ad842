import { expect, it } from "vitest";
import { createRandom } from "../../../random/index.js";
import { sizeOf } from "../../../spaces/index.js";
import { mirrorRows } from "../../mirror.js";
import { anymalC, go1, privilegedNames, roughQuadrupedEnvironment } from "../index.js";
import { roughMirror } from "./rough-mirror.js";

const grid = { forward: [-0.4, 0.4], lateral: [-0.2, 0, 0.2] };

it("the image of an observation on terrain exchanges heights, feet and what lies beside them", () => {
  const { observation } = roughMirror(anymalC, grid)!;
  expect(observation.from.slice(48, 54)).toEqual([50, 49, 48, 53, 52, 51]);
  const names = privilegedNames(anymalC.legs.map(({ foot }) => foot.name));
  const imageOf = (name: string) => {
    const i = 54 + names.indexOf(name);
    return [names[observation.from[i]! - 54], observation.signs[i]];
  };
  const [left, right] = [anymalC.legs[0]!.foot.name, anymalC.legs[1]!.foot.name];
  expect(imageOf(`ground_left.${left}`)).toEqual([`ground_right.${right}`, 1]);
  expect(imageOf(`clearance.${right}`)).toEqual([`clearance.${left}`, 1]);
  expect(imageOf("center.y")).toEqual(["center.y", -1]);
  expect(imageOf("angular_velocity.y")).toEqual(["angular_velocity.y", 1]);
  expect(observation.from).toHaveLength(48 + 6 + names.length);
});

it("there is none where heights are looked up on one side", () => {
  expect(roughMirror(go1, { ...grid, lateral: [0, 0.2] })).toBeUndefined();
  expect(roughMirror(go1, grid)).toBeDefined();
});

it("a robot on terrain sees in the mirror what its image sees", async () => {
  // a hill on the left, and a gentler one that is its image
  const hill = (side: 1 | -1) => ({
    name: "hill",
    shape: () => (_: number, y: number) => Math.min(Math.max(0, Math.abs(y) - 1) * (side * y > 0 ? 0.3 : 0.1), 0.3),
  });
  const seen = async (side: 1 | -1) => {
    const environment = await roughQuadrupedEnvironment({
      sensing: { noise: 0 },
      start: { joints: 0, velocity: 0 },
      randomization: { friction: [0.8, 0.8], pushSpeed: 0 },
      commands: { forward: [0.5, 0.5], lateral: [0.1 * side, 0.1 * side], standing: 0, heading: false, yaw: [0, 0] },
      terrain: { types: [hill(side)], levels: 1 },
      fidelity: "evaluation",
    });
    const { dynamics, mirror, observationSpace } = environment;
    const state = new Float64Array(dynamics.stateSize);
    dynamics.reset(state, 0, createRandom(3));
    // turned to its side, over the slope's foot, in the air: the triangles of a height field are no mirror images
    const yaw = 0.3 * side;
    state.set([0.5, 0.7 * side, state[2]! + 0.2, Math.cos(yaw / 2), 0, 0, Math.sin(yaw / 2)], 0);
    dynamics.step(state, 0, new Float32Array(12), 0);
    const observation = new Float32Array(sizeOf(observationSpace));
    dynamics.observe(state, 0, observation, 0);
    const image = new Float32Array(observation.length);
    mirrorRows(mirror!.observation, observation, 0, image, 0, 1);
    return { observation, image };
  };
  const [plain, mirrored] = [await seen(1), await seen(-1)];
  expect(Math.max(...plain.observation.subarray(48, 93).map(Math.abs))).toBeGreaterThan(0.05);
  mirrored.image.forEach((value, i) => {
    expect(Math.abs(value - plain.observation[i]!)).toBeLessThan(0.02 * (1 + Math.abs(value)));
  });
});
