import type { MujocoModel } from "../../mujoco/index.js";
import { nameOf } from "./build-model.js";
import type { Motors } from "./motors.js";
import type { Robot } from "./robot.js";
import { drawFrom } from "./state-random.js";
import type { QuadrupedLayout } from "./task-layout.js";
import type { Range, ResolvedTask } from "./task-options.js";

/** Friction, mass and strength that differ from episode to episode. */
export function createRandomizedModel(
  model: MujocoModel,
  robot: Robot,
  motors: Motors,
  randomization: ResolvedTask["randomization"],
  { at }: QuadrupedLayout,
) {
  const base = model.id("body", nameOf.base);
  const footGeoms = robot.legs.map((leg) => model.id("geom", nameOf.footGeom(leg)));
  const most = randomization.centerOfMass;
  const offset: Range = [-most, most];
  const nominal = {
    mass: model.body_mass[base]!,
    inertia: model.body_inertia.slice(3 * base, 3 * base + 3),
    center: model.body_ipos.slice(3 * base, 3 * base + 3),
    subtree: [model.body_subtreemass[0]!, model.body_subtreemass[base]!] as const,
  };

  return {
    /** For a new episode. */
    draw(state: Float64Array, o: number): void {
      const stream = o + at.stream;
      state[o + at.friction] = drawFrom(state, stream, randomization.friction);
      state[o + at.payload] = drawFrom(state, stream, randomization.baseMass);
      for (let i = 0; i < 3; i++) state[o + at.centerOfMass + i] = drawFrom(state, stream, offset);
      state[o + at.strength] = drawFrom(state, stream, randomization.motorStrength);
    },

    /** All copies share the model, so what was drawn for this one is written before each of its steps. */
    write(state: Float64Array, o: number): void {
      const { geom_friction, body_mass, body_inertia, body_ipos, body_subtreemass } = model;
      const friction = state[o + at.friction]!;
      for (let foot = 0; foot < footGeoms.length; foot++) geom_friction[3 * footGeoms[foot]!] = friction;
      const factor = 1 + state[o + at.payload]!;
      body_mass[base] = nominal.mass * factor;
      for (let i = 0; i < 3; i++) body_inertia[3 * base + i] = nominal.inertia[i]! * factor;
      for (let i = 0; i < 3; i++) body_ipos[3 * base + i] = nominal.center[i]! + state[o + at.centerOfMass + i]!;
      const added = nominal.mass * (factor - 1);
      body_subtreemass[0] = nominal.subtree[0] + added;
      body_subtreemass[base] = nominal.subtree[1] + added;
      motors.setStrength(state[o + at.strength]!);
    },
  };
}
