import type { MujocoData, MujocoModel } from "../../mujoco/index.js";
import type { Dynamics } from "../environment.js";
import { nameOf } from "./build-model.js";
import { flatGround, type Ground } from "./ground.js";
import { footPosition, standingHeight } from "./kinematics.js";
import { layOut } from "./layout.js";
import { createMotion, type Motion } from "./motion.js";
import { createMotors } from "./motors.js";
import { noiseScales, observationParts } from "./observation.js";
import { rewardTermNames, rewardTerms, squaredSpeedError } from "./rewards.js";
import { jointsOf, type Robot } from "./robot.js";
import { drawFloat, drawInteger, drawUniform, STREAM_SIZE, seedStream } from "./state-random.js";
import type { Range, ResolvedTask } from "./task-options.js";

/** Commands slower than this (m/s and rad/s together) ask for standing. */
const STANDING_COMMAND = 0.1;
/** Yaw rate per radian that the robot is off a commanded heading (legged_gym's), 1/s. */
const HEADING_GAIN = 0.5;

/** What is told of an episode: each reward term, weighted, and how well the robot walked. */
export const episodeFigures = [
  ...rewardTermNames.map(snakeCase),
  "speed_error",
  "swing_seconds",
  "swing_height",
  "fell",
] as const;

/** What the figures beside the terms are made of, by its place after the terms' sums. */
const Figure = { speedError: 0, fell: 1, swings: 2, swingSeconds: 3, swingHeight: 4, count: 5 } as const;

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
  const { commands, rewards, sensing, randomization, termination, start, decimation } = options;
  const joints = jointsOf(robot);
  const n = joints.length;
  const feet = robot.legs.length;
  const secondsPerStep = decimation * model.timestep;
  const inSteps = (seconds: number, step: number) => Math.round(seconds / step);
  const delays = sensing.delay.map((seconds) => inSteps(seconds, secondsPerStep)) as unknown as Range;
  const latencies = randomization.latency.map((seconds) => inSteps(seconds, model.timestep)) as unknown as Range;
  const commandSteps = Math.max(1, inSteps(commands.seconds, secondsPerStep));
  const pushProbability = randomization.pushSpeed > 0 ? secondsPerStep / randomization.pushSeconds : 0;

  const parts = observationParts(n);
  const MEASURED = parts.measuredSize;
  const OBSERVED = parts.size;
  const noise = noiseScales(n, sensing.noise);
  const pastActions = Math.floor(latencies[1] / decimation) + 2;
  const layout = quadrupedLayout(model.sizes, n, feet, pastActions, delays[1] + 1, OBSERVED, MEASURED);
  const { at } = layout;
  const terms = rewardTermNames.filter((name) => rewards[name] !== 0);
  const weights = terms.map((name) => rewards[name]);
  const functions = terms.map((name) => rewardTerms[name] as (m: typeof motion) => number);
  const places = terms.map((name) => rewardTermNames.indexOf(name));
  const extra = rewardTermNames.length;

  const motion = createMotion(n, feet);
  const measured = new Float64Array(MEASURED);
  const motors = createMotors(model, robot, options.speedTorqueCurve);
  const standing = Float64Array.from(joints, (joint) => joint.standing);
  const height = standingHeight(robot);
  const base = model.id("body", nameOf.base);
  const footGeoms = robot.legs.map((leg) => model.id("geom", nameOf.footGeom(leg)));
  const footSensors = robot.legs.map((leg) => model.sensor(nameOf.footSensor(leg)).address);
  const radii = robot.legs.map(({ foot }) => foot.radius);
  // a chain's last joint is a knee, which has sunk into the ground where nothing but feet touches it
  const knees = robot.legs.map((leg) => model.id("body", nameOf.link(leg.joints[leg.joints.length - 1]!)));
  const nominal = {
    mass: model.body_mass[base]!,
    inertia: model.body_inertia.slice(3 * base, 3 * base + 3),
    center: model.body_ipos.slice(3 * base, 3 * base + 3),
    subtree: [model.body_subtreemass[0]!, model.body_subtreemass[base]!] as const,
  };
  const uprightAtLeast = Math.cos(termination.tilt);

  const draw = (state: Float64Array, o: number, [low, high]: Range) =>
    low === high ? low : drawUniform(state, o + at.stream, low, high);

  function drawCommand(state: Float64Array, o: number): void {
    const stand = drawFloat(state, o + at.stream) < commands.standing;
    const command = o + at.command;
    state[command] = draw(state, o, commands.forward);
    state[command + 1] = draw(state, o, commands.lateral);
    state[command + 2] = draw(state, o, commands.yaw);
    if (commands.heading) state[o + at.heading] = drawUniform(state, o + at.stream, -Math.PI, Math.PI);
    if (stand) state.fill(0, command, command + 3);
    state[o + at.steered] = commands.heading && !stand ? 1 : 0;
  }

  /** Where a heading is commanded, the yaw rate that leads to it. */
  function steer(state: Float64Array, o: number): void {
    if (state[o + at.steered] === 0) return;
    const [low, high] = commands.yaw;
    const off = HEADING_GAIN * wrapAngle(state[o + at.heading]! - yawOf(data.qpos));
    state[o + at.command + 2] = Math.min(Math.max(off, low), high);
  }

  function save(state: Float64Array, o: number): void {
    const { qpos, qvel, qacc_warmstart } = data;
    for (let i = 0; i < qpos.length; i++) state[o + i] = qpos[i]!;
    for (let i = 0; i < qvel.length; i++) state[o + at.velocity + i] = qvel[i]!;
    for (let i = 0; i < qvel.length; i++) state[o + at.warmStart + i] = qacc_warmstart[i]!;
    state[o + at.time] = data.time;
  }

  function load(state: Float64Array, o: number): void {
    const { qpos, qvel, qacc_warmstart } = data;
    for (let i = 0; i < qpos.length; i++) qpos[i] = state[o + i]!;
    for (let i = 0; i < qvel.length; i++) qvel[i] = state[o + at.velocity + i]!;
    for (let i = 0; i < qvel.length; i++) qacc_warmstart[i] = state[o + at.warmStart + i]!;
    data.time = state[o + at.time]!;
    randomizeModel(state, o);
  }

  /** All copies share the model, so what was drawn for this one is written before each of its steps. */
  function randomizeModel(state: Float64Array, o: number): void {
    const { geom_friction, body_mass, body_inertia, body_ipos, body_subtreemass } = model;
    const friction = state[o + at.friction]!;
    for (let foot = 0; foot < feet; foot++) geom_friction[3 * footGeoms[foot]!] = friction;
    const factor = 1 + state[o + at.payload]!;
    body_mass[base] = nominal.mass * factor;
    for (let i = 0; i < 3; i++) body_inertia[3 * base + i] = nominal.inertia[i]! * factor;
    for (let i = 0; i < 3; i++) body_ipos[3 * base + i] = nominal.center[i]! + state[o + at.centerOfMass + i]!;
    const added = nominal.mass * (factor - 1);
    body_subtreemass[0] = nominal.subtree[0] + added;
    body_subtreemass[base] = nominal.subtree[1] + added;
    motors.setStrength(state[o + at.strength]!);
  }

  /** Velocities and gravity in the base's frame. */
  function readBase(): void {
    const { qpos, qvel } = data;
    const [w, x, y, z] = [qpos[3]!, qpos[4]!, qpos[5]!, qpos[6]!];
    const { linearVelocity, angularVelocity, gravity } = motion;
    // rows of the rotation's transpose
    const [a, b, c] = [qvel[0]!, qvel[1]!, qvel[2]!];
    linearVelocity[0] = (1 - 2 * (y * y + z * z)) * a + 2 * (x * y + w * z) * b + 2 * (x * z - w * y) * c;
    linearVelocity[1] = 2 * (x * y - w * z) * a + (1 - 2 * (x * x + z * z)) * b + 2 * (y * z + w * x) * c;
    linearVelocity[2] = 2 * (x * z + w * y) * a + 2 * (y * z - w * x) * b + (1 - 2 * (x * x + y * y)) * c;
    gravity[0] = -2 * (x * z - w * y);
    gravity[1] = -2 * (y * z + w * x);
    gravity[2] = -(1 - 2 * (x * x + y * y));
    for (let i = 0; i < 3; i++) angularVelocity[i] = qvel[3 + i]!;
    motion.relativeHeight = (qpos[2]! - ground.elevationAt(qpos[0]!, qpos[1]!)) / height;
    for (let i = 0; i < n; i++) motion.jointOffsets[i] = qpos[7 + i]! - standing[i]!;
  }

  /** Keeps what is measured now and writes what the policy sees: the measurement of the episode's delay ago. */
  function observe(state: Float64Array, o: number, first: boolean): void {
    parts.measure(measured, motion, data.qvel);
    const stream = o + at.stream;
    for (let i = 0; i < MEASURED; i++) {
      const amplitude = noise[i]!;
      if (amplitude > 0) measured[i] = measured[i]! + drawUniform(state, stream, -amplitude, amplitude);
    }
    const history = o + at.measurements;
    const size = layout.sizes.measurements;
    state.copyWithin(history + MEASURED, history, history + size - MEASURED);
    for (let i = 0; i < MEASURED; i++) state[history + i] = measured[i]!;
    if (first) {
      for (let past = MEASURED; past < size; past++) state[history + past] = measured[past % MEASURED]!;
    }
    const seen = history + MEASURED * state[o + at.delay]!;
    parts.write(state, o + at.observation, seen, o + at.command, o + at.actions);
  }

  function readFeet(state: Float64Array, o: number): void {
    const { sensordata, geom_xpos } = data;
    for (let foot = 0; foot < feet; foot++) {
      const contact = sensordata[footSensors[foot]!]! > 0 ? 1 : 0;
      const before = state[o + at.contacts + foot]!;
      const place = o + at.footPlaces + 2 * foot;
      const geom = 3 * footGeoms[foot]!;
      const [x, y] = [geom_xpos[geom]!, geom_xpos[geom + 1]!];
      motion.footSpeeds[foot] = Math.hypot(x - state[place]!, y - state[place + 1]!) / secondsPerStep;
      const above = geom_xpos[geom + 2]! - radii[foot]! - ground.elevationAt(x, y);
      motion.footHeights[foot] = above / height;
      state[place] = x;
      state[place + 1] = y;
      motion.contacts[foot] = contact;
      for (let i = 0; i < 3; i++) motion.footPositions[3 * foot + i] = geom_xpos[geom + i]!;
      // one step without a contact may be a bounce
      const down = contact === 1 || before === 1;
      const air = o + at.airTimes + foot;
      const top = o + at.swingHeights + foot;
      motion.touchdowns[foot] = contact === 1 && state[air]! > 0 ? state[air]! + secondsPerStep : 0;
      if (motion.touchdowns[foot]! > 0) {
        const figures = o + at.figures + extra;
        state[figures + Figure.swings] = state[figures + Figure.swings]! + 1;
        state[figures + Figure.swingSeconds] = state[figures + Figure.swingSeconds]! + motion.touchdowns[foot]!;
        state[figures + Figure.swingHeight] = state[figures + Figure.swingHeight]! + state[top]!;
      }
      state[air] = down ? 0 : state[air]! + secondsPerStep;
      state[top] = down ? 0 : Math.max(state[top]!, above);
      state[o + at.contacts + foot] = contact;
    }
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
      const place = o + at.figures + places[i]!;
      state[place] = state[place]! + weighted;
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
    commands: (["forward", "lateral", "yaw"] as const).map((name, i) => {
      const [low, high] = commands[name];
      return { name, place: at.command + i, low, high };
    }),

    reset(state, o, random) {
      state.fill(0, o, o + layout.size);
      const stream = o + at.stream;
      seedStream(state, stream, random);
      state[o + at.friction] = draw(state, o, randomization.friction);
      state[o + at.payload] = draw(state, o, randomization.baseMass);
      for (let i = 0; i < 3; i++) {
        const most = randomization.centerOfMass;
        state[o + at.centerOfMass + i] = draw(state, o, [-most, most]);
      }
      state[o + at.strength] = draw(state, o, randomization.motorStrength);
      state[o + at.latency] = drawInteger(state, stream, latencies[0], latencies[1]);
      state[o + at.delay] = drawInteger(state, stream, delays[0], delays[1]);
      drawCommand(state, o);
      data.reset();
      randomizeModel(state, o);
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
      steer(state, o);
      motors.setTargets(data.ctrl, state, o + at.actions);
      data.forward();
      save(state, o);
      for (let foot = 0; foot < feet; foot++) {
        state[o + at.contacts + foot] = 1;
        motion.contacts[foot] = 1;
        for (let i = 0; i < 3; i++) {
          const place = data.geom_xpos[3 * footGeoms[foot]! + i]!;
          motion.footPositions[3 * foot + i] = place;
          if (i < 2) state[o + at.footPlaces + 2 * foot + i] = place;
        }
      }
      readBase();
      observe(state, o, true);
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
      readFeet(state, o);
      const value = reward(state, o);
      const terminal = fallen();
      const figures = o + at.figures + extra;
      state[figures + Figure.speedError] = state[figures + Figure.speedError]! + Math.sqrt(squaredSpeedError(motion));
      if (terminal) state[figures + Figure.fell] = 1;
      state[o + at.terminal] = terminal ? 1 : 0;
      save(state, o);
      const age = state[o + at.age]! + 1;
      state[o + at.age] = age;
      if (age % commandSteps === 0) drawCommand(state, o);
      steer(state, o);
      observe(state, o, false);
      return value;
    },

    isTerminal: (state, o) => state[o + at.terminal] === 1,

    observe(state, o, observations, observationOffset) {
      const first = o + at.observation;
      for (let i = 0; i < OBSERVED; i++) observations[observationOffset + i] = state[first + i]!;
    },

    readEpisodeFigures(state, o, figures) {
      const age = state[o + at.age]!;
      const sums = o + at.figures;
      for (let i = 0; i < extra; i++) figures[i] = state[sums + i]! / age;
      const swings = state[sums + extra + Figure.swings]!;
      figures[extra] = state[sums + extra + Figure.speedError]! / age;
      figures[extra + 1] = state[sums + extra + Figure.swingSeconds]! / swings;
      figures[extra + 2] = state[sums + extra + Figure.swingHeight]! / swings;
      figures[extra + 3] = state[sums + extra + Figure.fell]!;
    },
  };

  /** The height of a foot's center below the base, with the joints of the simulation. */
  function lowest(leg: Robot["legs"][number], index: number): number {
    const first = 7 + robot.legs.slice(0, index).reduce((count, before) => count + before.joints.length, 0);
    return footPosition(leg, [...data.qpos.subarray(first, first + leg.joints.length)])[2];
  }
}

export type QuadrupedLayout = ReturnType<typeof quadrupedLayout>;

function quadrupedLayout(
  { nq, nv }: { readonly nq: number; readonly nv: number },
  joints: number,
  feet: number,
  pastActions: number,
  measurements: number,
  observed: number,
  measured: number,
) {
  return layOut({
    position: nq,
    velocity: nv,
    warmStart: nv,
    time: 1,
    terminal: 1,
    age: 1,
    stream: STREAM_SIZE,
    friction: 1,
    payload: 1,
    centerOfMass: 3,
    strength: 1,
    latency: 1,
    delay: 1,
    command: 3,
    heading: 1,
    steered: 1,
    contacts: feet,
    airTimes: feet,
    swingHeights: feet,
    footPlaces: 2 * feet,
    figures: rewardTermNames.length + Figure.count,
    // newest first, in both
    actions: pastActions * joints,
    measurements: measurements * measured,
    observation: observed,
  });
}

/** The direction of a pose's x axis in the horizontal plane, radians. */
export function yawOf(pose: Float64Array, at = 0): number {
  const [w, x, y, z] = [pose[at + 3]!, pose[at + 4]!, pose[at + 5]!, pose[at + 6]!];
  return Math.atan2(2 * (w * z + x * y), 1 - 2 * (y * y + z * z));
}

/** Within ±π of 0, for angles within ±3π. */
const wrapAngle = (angle: number): number =>
  angle > Math.PI ? angle - 2 * Math.PI : angle < -Math.PI ? angle + 2 * Math.PI : angle;

function snakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
