import { describe, expect, it } from "vitest";
import { createRandom } from "../../random/index.js";
import { createCommands } from "./commands.js";
import { seedStream } from "./state-random.js";
import { quadrupedLayout } from "./task-layout.js";

const layout = quadrupedLayout({
  model: { nq: 7, nv: 6 },
  joints: 1,
  feet: 1,
  pastActions: 1,
  measurements: 1,
  measured: 11,
  observed: 15,
});
const { at } = layout;
const ranges = { forward: [0.5, 1], lateral: [-0.2, 0.2], yaw: [-1, 1], seconds: 4 } as const;
const north = Float64Array.of(0, 0, 0, 1, 0, 0, 0);

function drawn(options: { readonly heading: boolean; readonly standing: number }) {
  const commands = createCommands({ ...ranges, ...options }, layout);
  const state = new Float64Array(layout.size);
  seedStream(state, at.stream, createRandom(1));
  commands.draw(state, 0);
  return { commands, state, command: () => [...state.subarray(at.command, at.command + 3)] };
}

describe("a robot's commands", () => {
  it("are all 0 where it is told to stand, and its heading is its own then", () => {
    const { commands, state, command } = drawn({ heading: true, standing: 1 });
    state[at.heading] = 2;
    commands.steer(state, 0, north);
    expect(command()).toEqual([0, 0, 0]);
  });

  it("turn it to the heading, half of what is left in a second", () => {
    const { commands, state, command } = drawn({ heading: true, standing: 0 });
    state[at.heading] = 0.6;
    commands.steer(state, 0, north);
    expect(command()[2]).toBeCloseTo(0.3, 12);
    state[at.heading] = -3;
    commands.steer(state, 0, north);
    expect(command()[2]).toBe(-1);
  });

  it("may be 0 where a person gives them, also where only faster ones are drawn", () => {
    const { commands } = drawn({ heading: false, standing: 0 });
    expect(commands.described.map(({ name, low, high }) => [name, low, high])).toEqual([
      ["forward", 0, 1],
      ["lateral", -0.2, 0.2],
      ["yaw", -1, 1],
    ]);
  });

  it("are left as a person wrote them, until the next ones are drawn", () => {
    const { commands, state, command } = drawn({ heading: true, standing: 0 });
    const place = commands.described.find(({ name }) => name === "yaw")!.place;
    state[at.heading] = 2;
    state[place] = -0.7;
    commands.obey(state, 0);
    commands.steer(state, 0, north);
    expect(command()[2]).toBe(-0.7);
    commands.draw(state, 0);
    state[at.heading] = 2;
    commands.steer(state, 0, north);
    expect(command()[2]).toBe(1);
  });
});
