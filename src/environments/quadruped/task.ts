import type { MujocoData, MujocoModel } from "../../mujoco/index.js";
import type { Dynamics } from "../environment.js";
import { createBaseReader } from "./base-motion.js";
import { nameOf } from "./build-model.js";
import { createCommands } from "./commands.js";
import { addStep, addTerm, episodeFigures, readFigures } from "./episode-figures.js";
import { createFootReader } from "./foot-motion.js";
import { flatGround, type Ground } from "./ground.js";
import { footPosition, standingHeight } from "./kinematics.js";
import { createMotion, type Motion } from "./motion.js";
import { createMotors } from "./motors.js";
import { observationParts } from "./observation.js";
import { createPhysicsState } from "./physics-state.js";
import { createRandomizedModel } from "./randomized-model.js";
import { rewardTermNames, rewardTerms, squaredSpeedError } from "./rewards.js";
import { jointsOf, type Robot } from "./robot.js";
import { createSensors } from "./sensors.js";
import { drawFloat, drawInteger, drawUniform, seedStream } from "./state-random.js";
import { type QuadrupedLayout, quadrupedLayout } from "./task-layout.js";
import type { Range, ResolvedTask } from "./task-options.js";

/** Commands slower than this (m/s and rad/s together) ask for standing. */
const STANDING_COMMAND = 0.1;

/** What the flat state holds, for whoever looks into it: recordings of gaits, evaluations. */
export interface QuadrupedDynamics extends Dynamics {
  readonly layout: QuadrupedLayout;
  readonly secondsPerStep: number;
  /** What the last step, of whichever copy, did. */
  readonly motion: Motion;
}

/**
 * Velocity tracking as pure functions over flat state. All copies take turns in one simulation. A copy's
 * state holds the physics, the solver's warm start, a random stream of its own, what was drawn for the episode, the
 * command, past actions and measurements for delays, and what the episode's figures are made of: whoever saves it can
 * go on exactly.
 */
export function quadrupedDynamics(
  model: MujocoModel,
  data: MujocoData,
  robot: Robot,
  options: ResolvedTask,
  ground: Ground = flatGround(),
): QuadrupedDynamics {
  const { rewards, sensing, randomization, termination, start, decimation } = options;
  const joints = jointsOf(robot);
  const n = joints.length;
  const feet = robot.legs.length;
  const secondsPerStep = decimation * model.timestep;
  const inSteps = (seconds: number, step: number) => Math.round(seconds / step);
  const delays = sensing.delay.map((seconds) => inSteps(seconds, secondsPerStep)) as unknown as Range;
  const latencies = randomization.latency.map((seconds) => inSteps(seconds, model.timestep)) as unknown as Range;
  const commandSteps = Math.max(1, inSteps(options.commands.seconds, secondsPerStep));
  const pushProbability = randomization.pushSpeed > 0 ? secondsPerStep / randomization.pushSeconds : 0;

  const parts = observationParts(n);
  const layout = quadrupedLayout({
    model: model.sizes,
    joints: n,
    feet,
    pastActions: Math.floor(latencies[1] / decimation) + 2,
    measurements: delays[1] + 1,
    measured: parts.measuredSize,
    observed: parts.size,
  });
  const { at } = layout;
  const terms = rewardTermNames.filter((name) => rewards[name] !== 0);
  const weights = terms.map((name) => rewards[name]);
  const functions = terms.map((name) => rewardTerms[name] as (m: Motion) => number);
  const places = terms.map((name) => rewardTermNames.indexOf(name));

  const height = standingHeight(robot);
  const standing = Float64Array.from(joints, (joint) => joint.standing);
  // a chain's last joint is a knee, which has sunk into the ground where nothing but feet touches it
  const knees = robot.legs.map((leg) => model.id("body", nameOf.link(leg.joints[leg.joints.length - 1]!)));
  const uprightAtLeast = Math.cos(termination.tilt);
  const motion = createMotion(n, feet);
  const motors = createMotors(model, robot, options.speedTorqueCurve);
  const physics = createPhysicsState(data, layout);
  const randomized = createRandomizedModel(model, robot, motors, randomization, layout);
  const commands = createCommands(options.commands, layout);
  const readBase = createBaseReader(data, ground, motion, height, standing);
  const footReader = createFootReader(model, robot, { data, ground, motion, height, secondsPerStep, layout });
  const sense = createSensors(data, motion, sensing.noise, parts, layout);

  function load(state: Float64Array, o: number): void {
    physics.load(state, o);
    randomized.write(state, o);
  }

  function fallen(): boolean {
    if (-motion.gravity[2]! < uprightAtLeast || motion.relativeHeight < termination.height) return true;
    const { xpos } = data;
    for (let leg = 0; leg < feet; leg++) {
      const knee = 3 * knees[leg]!;
      if (xpos[knee + 2]! < ground.elevationAt(xpos[knee]!, xpos[knee + 1]!)) return true;
    }
    return false;
  }

  function reward(state: Float64Array, o: number): number {
    let sum = 0;
    for (let i = 0; i < functions.length; i++) {
      const weighted = weights[i]! * functions[i]!(motion);
      addTerm(state, o + at.figures, places[i]!, weighted);
      sum += weighted;
    }
    return secondsPerStep * (options.onlyPositiveRewards ? Math.max(sum, 0) : sum);
  }

  return {
    layout,
    secondsPerStep,
    motion,
    stateSize: layout.size,
    initialStateSize: layout.size,
    episodeFigures,
    simulation: { model, data, load },
    commands: commands.described,
    obey: commands.obey,

    reset(state, o, random) {
      state.fill(0, o, o + layout.size);
      const stream = o + at.stream;
      seedStream(state, stream, random);
      randomized.draw(state, o);
      state[o + at.latency] = drawInteger(state, stream, latencies[0], latencies[1]);
      state[o + at.delay] = drawInteger(state, stream, delays[0], delays[1]);
      commands.draw(state, o);
      data.reset();
      randomized.write(state, o);
      const { qpos, qvel } = data;
      const yaw = drawUniform(state, stream, -Math.PI, Math.PI);
      qpos[3] = Math.cos(yaw / 2);
      qpos[6] = Math.sin(yaw / 2);
      for (let i = 0; i < n; i++) qpos[7 + i] = standing[i]! + drawUniform(state, stream, -start.joints, start.joints);
      for (let i = 0; i < 6; i++) qvel[i] = drawUniform(state, stream, -start.velocity, start.velocity);
      const { x, y } = ground.start;
      qpos[0] = x;
      qpos[1] = y;
      qpos[2] = ground.elevationAt(x, y) + Math.max(...robot.legs.map((leg, i) => leg.foot.radius - lowest(leg, i)));
      commands.steer(state, o, qpos);
      motors.setTargets(data.ctrl, state, o + at.actions);
      data.forward();
      physics.save(state, o);
      footReader.begin(state, o);
      readBase();
      sense(state, o, true);
    },

    step(state, o, actions, actionOffset) {
      load(state, o);
      const { qvel, ctrl } = data;
      const stream = o + at.stream;
      if (pushProbability > 0 && drawFloat(state, stream) < pushProbability) {
        const { pushSpeed } = randomization;
        for (let i = 0; i < 2; i++) qvel[i] = qvel[i]! + drawUniform(state, stream, -pushSpeed, pushSpeed);
      }
      const history = o + at.actions;
      for (let i = 0; i < n; i++) motion.lastAction[i] = state[history + i]!;
      state.copyWithin(history + n, history, history + layout.sizes.actions - n);
      for (let i = 0; i < n; i++) state[history + i] = actions[actionOffset + i]!;
      for (let i = 0; i < n; i++) motion.action[i] = state[history + i]!;

      // targets change `late` simulation steps into the control step
      const latency = state[o + at.latency]!;
      const whole = Math.floor(latency / decimation);
      const late = latency - whole * decimation;
      if (late > 0) {
        motors.setTargets(ctrl, state, history + (whole + 1) * n);
        motors.step(data, late);
      }
      motors.setTargets(ctrl, state, history + whole * n);
      motors.step(data, decimation - late);

      const { qacc, actuator_force } = data;
      for (let i = 0; i < n; i++) motion.jointAccelerations[i] = qacc[6 + i]!;
      for (let i = 0; i < n; i++) motion.torques[i] = actuator_force[i]!;
      for (let i = 0; i < 3; i++) motion.command[i] = state[o + at.command + i]!;
      motion.commanded = Math.hypot(motion.command[0]!, motion.command[1]!, motion.command[2]!) > STANDING_COMMAND;
      readBase();
      footReader.read(state, o);
      const value = reward(state, o);
      const terminal = fallen();
      addStep(state, o + at.figures, Math.sqrt(squaredSpeedError(motion)), terminal);
      state[o + at.terminal] = terminal ? 1 : 0;
      physics.save(state, o);
      const age = state[o + at.age]! + 1;
      state[o + at.age] = age;
      if (age % commandSteps === 0) commands.draw(state, o);
      commands.steer(state, o, data.qpos);
      sense(state, o, false);
      return value;
    },

    isTerminal: (state, o) => state[o + at.terminal] === 1,

    observe(state, o, observations, observationOffset) {
      const first = o + at.observation;
      for (let i = 0; i < parts.size; i++) observations[observationOffset + i] = state[first + i]!;
    },

    readEpisodeFigures: (state, o, figures) => readFigures(state, o + at.figures, state[o + at.age]!, figures),
  };

  /** The height of a foot's center below the base, with the joints of the simulation. */
  function lowest(leg: Robot["legs"][number], index: number): number {
    const first = 7 + robot.legs.slice(0, index).reduce((count, before) => count + before.joints.length, 0);
    return footPosition(leg, [...data.qpos.subarray(first, first + leg.joints.length)])[2];
  }
}
