/**
 * Our MuJoCo tasks against real Gymnasium on the native engine, in float64: random trajectories, put into the recorded
 * state before each step, and free running; beside them the native engine against itself, started one unit in the last
 * place apart.
 */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Dynamics, findEnvironment, type LoadedEnvironment, loadEnvironment } from "../src/environments/index.js";
import { mujocoTasks } from "../src/environments/mujoco/index.js";
import { runChild } from "./harness/child.js";
import { readOptions, runBench } from "./harness/command-line.js";
import { heading, thisMachine } from "./harness/machine.js";
import { table } from "./harness/markdown.js";
import { peerCommand } from "./harness/paired.js";
import { appendRecord, resultsFile } from "./harness/records.js";
import { numberAt } from "./harness/training-output.js";

const RESYNCHRONIZED = 1e-6;
const AFTER_10 = 1e-6;
const AFTER_100 = 1e-4;

/** How many of what a recorded row holds; its order is told in peers/record_mujoco_states.py. */
interface Sizes {
  readonly nq: number;
  readonly nv: number;
  readonly na: number;
  readonly nu: number;
  readonly carried: number;
  readonly observation: number;
}

/** Largest absolute differences. */
interface Differences {
  readonly state: number;
  readonly observation: number;
  readonly reward: number;
}

/** Largest absolute differences of qpos and qvel, up to and with a step, over all trajectories. */
interface FreeRunning {
  readonly ours: number;
  /** As far as episodes go: the recordings go on where they would end. */
  readonly oursWithinEpisodes: number;
  /** The native engine from starts one unit in the last place apart. */
  readonly native: number;
}

interface Fidelity {
  readonly resynchronized: Differences;
  readonly after10: FreeRunning;
  readonly after100: FreeRunning;
  /** Trajectories that differ by more than what is allowed after the last step, ours and native's own. */
  readonly beyond: { readonly ours: number; readonly native: number };
}

runBench(async () => {
  const ids = mujocoTasks.map(({ id }) => id);
  const { environments, trajectories, steps, seed } = readOptions({
    environments: ids,
    trajectories: 20,
    steps: 100,
    seed: 1,
  });
  const machine = thisMachine();
  const folder = mkdtempSync(join(tmpdir(), "mujoco-fidelity-"));
  const rows: string[][] = [];
  let missed = 0;
  try {
    for (const environment of environments) {
      const out = join(folder, `${environment}.bin`);
      const { output } = await runChild(
        peerCommand(
          "record_mujoco_states.py",
          ...["--environment", environment, "--trajectories", String(trajectories)],
          ...["--steps", String(steps), "--seed", String(seed), "--out", out],
        ),
      );
      const size = (name: keyof Sizes) => numberAt(output, name);
      const sizes: Sizes = {
        nq: size("nq"),
        nv: size("nv"),
        na: size("na"),
        nu: size("nu"),
        carried: size("carried"),
        observation: size("observation"),
      };
      const bytes = readFileSync(out);
      const recorded = new Float64Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
      const definition = await loadEnvironment(findEnvironment(environment));
      const result = compare(definition, recorded, sizes, trajectories, steps);
      const { resynchronized, after10, after100, beyond } = result;
      const verdict = judge(result);
      if (verdict === "**no**") missed++;
      appendRecord(resultsFile("mujoco-fidelity"), {
        machine,
        settings: { environment, trajectories, steps, seed },
        finishedAt: new Date().toISOString(),
        peer: output,
        result,
      });
      const show = (value: number) => (value === 0 ? "0" : value.toExponential(0));
      rows.push([
        environment,
        String(output.integrator),
        show(resynchronized.state),
        show(resynchronized.observation),
        show(resynchronized.reward),
        show(after10.ours),
        show(after10.native),
        show(after100.ours),
        show(after100.oursWithinEpisodes),
        show(after100.native),
        `${beyond.ours} · ${beyond.native}`,
        verdict,
      ]);
      console.error(rows.at(-1)?.join(" · "));
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
  console.log(
    heading(
      `MuJoCo tasks against Gymnasium's, float64: ${trajectories} random trajectories of ${steps} steps each, largest absolute difference`,
      machine,
    ),
  );
  console.log(
    table(
      [
        "task",
        "integrator",
        "each step: state",
        "observation",
        "reward",
        "10 steps",
        "native against itself",
        `${steps} steps`,
        "of these within the episode",
        "native against itself",
        `trajectories beyond ${AFTER_100} (ours · native)`,
        "met",
      ],
      rows,
    ),
  );
  if (missed > 0) process.exitCode = 1;
});

/** "chaotic": neither can the native engine be held to the last limit. */
function judge({ resynchronized, after10, after100 }: Fidelity): string {
  const { state, observation, reward } = resynchronized;
  if (!(Math.max(state, observation, reward) <= RESYNCHRONIZED && after10.ours <= AFTER_10)) return "**no**";
  if (after100.ours <= AFTER_100) return "yes";
  return after100.native > AFTER_100 ? "chaotic" : "**no**";
}

/**
 * Plays the recorded actions through a task's own `dynamics`, whose state holds positions, velocities, the solver's warm
 * start and the observation in float64, as the rewards are that it returns.
 */
function compare(
  { dynamics, id }: LoadedEnvironment,
  recorded: Float64Array,
  sizes: Sizes,
  trajectories: number,
  steps: number,
): Fidelity {
  if (dynamics === undefined) throw new Error(`${id} has no dynamics`);
  const { nq, nv, na, nu } = sizes;
  const motion = nq + nv;
  const stateSize = motion + na + nv + 1;
  const place = layout([nu, stateSize, sizes.carried, stateSize, sizes.observation, 1, motion] as const);
  const [action, before, carried, after, observation, reward, nudged] = place.starts;
  if (recorded.length !== trajectories * steps * place.total) throw new Error(`${id}: the recording has another size`);
  const ours = slots(dynamics, stateSize, sizes);

  const each = { state: 0, observation: 0, reward: 0 };
  const free = (["ours", "oursWithinEpisodes", "native"] as const).map(
    (kind) => [kind, new Float64Array(steps)] as const,
  );
  const beyond = { ours: 0, native: 0 };
  const single = new Float64Array(dynamics.stateSize);
  const running = new Float64Array(dynamics.stateSize);
  const actions = new Float32Array(nu);
  for (let trajectory = 0; trajectory < trajectories; trajectory++) {
    const apart = { ours: 0, oursWithinEpisodes: 0, native: 0 };
    let ended = false;
    for (let step = 0; step < steps; step++) {
      const row = (trajectory * steps + step) * place.total;
      const part = (start: number, size: number) => recorded.subarray(row + start, row + start + size);
      actions.set(part(action, nu));
      if (step === 0) {
        running.set(part(before, motion));
        dynamics.completeState?.(running, 0);
      }
      dynamics.step(running, 0, actions, 0);
      apart.ours = Math.max(apart.ours, largest(running.subarray(0, motion), part(after, motion)));
      apart.native = Math.max(apart.native, largest(part(nudged, motion), part(after, motion)));
      if (!ended) apart.oursWithinEpisodes = apart.ours;
      ended ||= dynamics.isTerminal(running, 0);
      for (const [kind, differences] of free) differences[step] = Math.max(differences[step]!, apart[kind]);

      single.set(part(before, stateSize));
      single.set(part(carried, sizes.carried), ours.carried);
      const earned = dynamics.step(single, 0, actions, 0);
      each.state = Math.max(each.state, largest(single.subarray(0, motion), part(after, motion)));
      each.observation = Math.max(
        each.observation,
        largest(single.subarray(ours.observation), part(observation, sizes.observation)),
      );
      each.reward = Math.max(each.reward, Math.abs(earned - part(reward, 1)[0]!));
    }
    if (!(apart.ours <= AFTER_100)) beyond.ours++;
    if (!(apart.native <= AFTER_100)) beyond.native++;
  }
  const at = (step: number) => {
    const index = Math.min(step, steps) - 1;
    return Object.fromEntries(free.map(([kind, differences]) => [kind, differences[index]!])) as unknown as FreeRunning;
  };
  return { resynchronized: each, after10: at(10), after100: at(100), beyond };
}

/** Where parts of the given sizes begin when they follow each other, and where the last one ends. */
function layout<const Sizes extends readonly number[]>(parts: Sizes) {
  let total = 0;
  const starts = parts.map((size) => {
    total += size;
    return total - size;
  });
  return { starts: starts as { readonly [Index in keyof Sizes]: number }, total };
}

/** Where our own state has what stands behind the simulation's: whether it is terminal, what is carried, what is seen. */
function slots(
  dynamics: Dynamics,
  stateSize: number,
  sizes: Sizes,
): { readonly carried: number; readonly observation: number } {
  const carried = stateSize + 1;
  const observation = carried + sizes.carried;
  if (observation + sizes.observation !== dynamics.stateSize)
    throw new Error("the states of the two sides differ in size");
  return { carried, observation };
}

/** NaN where one of the two is not a number. */
function largest(left: Float64Array, right: Float64Array): number {
  let most = left.length === right.length ? 0 : Number.NaN;
  for (let i = 0; i < left.length; i++) most = Math.max(most, Math.abs(left[i]! - right[i]!));
  return most;
}
