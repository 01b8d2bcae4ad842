/** Whole training of HalfCheetah-v5 by PPO: ours against Stable-Baselines3, paired, on one core and on two. */
import type { ActorsOptions, PpoOptions } from "proximal";
import { readOptions, runBench } from "./harness/command-line.js";
import { heading, thisMachine } from "./harness/machine.js";
import { targetTable } from "./harness/markdown.js";
import { onCores, ourCommand, requireSameBuild } from "./harness/ours.js";
import { comparePaired, peerCommand } from "./harness/paired.js";
import { mean } from "./harness/statistics.js";
import { evaluationMean } from "./harness/training-output.js";
import type { TrainSettings } from "./ours/train.js";

const environment = "HalfCheetah-v5";
const EPISODES = 10;

/** Stable-Baselines3's defaults, spelled out, with 8 environments of 256 steps. */
const optionsFor = (hidden: number, batchSize: number, nEpochs: number): PpoOptions => ({
  nEnvs: 8,
  nSteps: 256,
  batchSize,
  nEpochs,
  gamma: 0.99,
  gaeLambda: 0.95,
  learningRate: 3e-4,
  clipRange: 0.2,
  entropyCoefficient: 0,
  valueCoefficient: 0.5,
  maxGradNorm: 0.5,
  normalizeAdvantage: true,
  normalizeObservation: true,
  normalizeReward: true,
  network: { hidden: [hidden, hidden], activation: "tanh", shared: false, orthogonal: true },
});

/** How many times the peer's speed, by units of a hidden layer. */
const targets: Readonly<Record<number, number>> = { 64: 4.5, 256: 2.5 };

runBench(async () => {
  const options = readOptions({
    pairs: 3,
    steps: 102_400,
    hidden: [64, 256],
    cores: [1, 2],
    batch: 64,
    epochs: 10,
    threads: "auto",
    overlap: false,
    label: "",
  });
  const { pairs, steps, batch, epochs, threads, overlap, label } = options;
  const machine = thisMachine();
  const ours = await ourCommand("train");
  const onTwo: ActorsOptions = { threads: threads === "auto" ? threads : Number(threads), overlap };
  for (const cores of options.cores) {
    for (const hidden of options.hidden) {
      const actors = cores === 1 ? { threads: 0 } : onTwo;
      const oursOf = (seed: number) => {
        const ppo = optionsFor(hidden, batch, epochs);
        const settings: TrainSettings = { environment, seed, totalSteps: steps, ppo, actors, episodes: EPISODES };
        return onCores(cores, [...ours, JSON.stringify(settings)]);
      };
      const peerOf = (seed: number) => {
        const what = ["--environment", environment, "--preset", "plain", "--seed", String(seed)];
        const how = ["--hidden", hidden, "--batch-size", batch, "--epochs", epochs, "--cores", cores].map(String);
        const howLong = ["--steps", String(steps), "--episodes", String(EPISODES)];
        return onCores(cores, peerCommand("sb3_ppo.py", ...what, ...how, ...howLong));
      };
      const result = await comparePaired({
        name: "mujoco-paired",
        configuration: { machine: { ...machine }, label, cores, hidden, batch, epochs, actors: { ...actors } },
        a: { label: "ours", command: oursOf },
        b: { label: "SB3", command: peerOf },
        pairs,
        measures: [
          { label: "training steps/s", path: "stepsPerSecond" },
          { label: "steps per second of processor time", path: "stepsPerCpuSecond" },
          { label: "training, s", path: "trainSeconds" },
          { label: "start-up, s", path: "startupSeconds" },
          { label: `final evaluation, ${EPISODES} episodes`, path: "evaluation.mean" },
          { label: "peak memory, MB", path: "rssMegabytes" },
        ],
        onRun: (program, pair) => {
          requireSameBuild(machine.build);
          console.error(`${hidden}×${hidden}, cores: ${cores}, pair ${pair} of ${pairs}: ${program}`);
        },
      });
      const setting = `${hidden}×${hidden}, ${cores === 1 ? "one core" : "two cores"}`;
      const minibatches = `minibatches of ${batch}, ${epochs} epochs`;
      console.log(heading(`${environment}, PPO, ${setting}, ${minibatches}, ${steps} steps`, machine));
      console.log(`${result.markdown}\n`);
      const returns = (side: "a" | "b") => mean(result.runs.map((run) => evaluationMean(run[side].output)));
      console.log(`Mean return: ours ${returns("a").toFixed(0)}, SB3 ${returns("b").toFixed(0)}.`);
      console.log(`Peer: ${JSON.stringify(result.runs[0]?.b.output.versions)}\n`);
      const [wall, processor] = result.measures;
      const atLeast = targets[hidden];
      if (atLeast === undefined) continue;
      console.log(
        targetTable([
          { label: "training speed, times SB3's", value: wall?.ratio?.median ?? null, atLeast },
          { label: "the same by processor time", value: processor?.ratio?.median ?? null, atLeast },
        ]),
      );
      console.log("");
    }
  }
});
