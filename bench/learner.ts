/** One minibatch step of the learner against eager PyTorch: same networks, one thread, alternating. */
import { readOptions, runBench } from "./harness/command-line.js";
import { heading, thisMachine } from "./harness/machine.js";
import { type Figure, targetTable } from "./harness/markdown.js";
import { ourCommand, requireSameBuild } from "./harness/ours.js";
import { comparePaired, peerCommand } from "./harness/paired.js";

interface Size {
  readonly input: number;
  readonly hidden: readonly number[];
  readonly actions: number;
  readonly continuous: boolean;
  readonly batch: number;
  /** Steps that are timed on either side: about 3 s of PyTorch. */
  readonly repeats: number;
  /** How many times faster than PyTorch we want to be. */
  readonly target: number;
}

const small = { input: 4, hidden: [64, 64], actions: 2, continuous: false };
const large = { input: 17, hidden: [256, 256], actions: 6, continuous: true };
const sizes: readonly Size[] = [
  { ...small, batch: 64, repeats: 2000, target: 3 },
  { ...small, batch: 256, repeats: 1500, target: 3 },
  { ...small, batch: 2048, repeats: 400, target: 2.5 },
  { ...large, batch: 256, repeats: 400, target: 1.3 },
  { ...large, batch: 2048, repeats: 80, target: 1.2 },
];

runBench(async () => {
  const options = readOptions({ pairs: 5, scale: 1, label: "" });
  const machine = thisMachine();
  console.log(heading("One gradient step: ours against PyTorch, milliseconds", machine));
  const figures: Figure[] = [];
  for (const { target, ...size } of sizes) {
    const repeats = Math.max(10, Math.round(size.repeats * options.scale));
    const name = `${[size.input, ...size.hidden].join("→")}, B = ${size.batch}`;
    const { measures, markdown, runs } = await comparePaired({
      name: "learner",
      configuration: { machine: { ...machine }, label: options.label },
      a: { label: "ours", command: await ourCommand("learner", JSON.stringify({ ...size, repeats })) },
      b: { label: "PyTorch", command: torchCommand({ ...size, repeats }) },
      pairs: options.pairs,
      measures: ["median", "mean", "min"].map((kind) => ({
        label: `${kind} ms per step`,
        path: `${kind}Milliseconds`,
      })),
      onRun: (program, pair) => {
        requireSameBuild(machine.build);
        console.error(`${name}: ${program}, pair ${pair} of ${options.pairs}`);
      },
    });
    console.log(`### ${name}\n\n${markdown}\n\nPeer: ${JSON.stringify(runs[0]?.b.output.versions)}\n`);
    const ratio = measures[0]?.ratio?.median;
    figures.push({ label: `${name}: times faster`, value: ratio === undefined ? null : 1 / ratio, atLeast: target });
  }
  console.log(targetTable(figures));
});

function torchCommand({ input, hidden, actions, continuous, batch, repeats }: Omit<Size, "target">): string[] {
  const sizeOptions = Object.entries({ input, actions, batch, repeats }).flatMap(([key, n]) => [`--${key}`, String(n)]);
  return peerCommand(
    "torch_learner.py",
    "--hidden",
    ...hidden.map(String),
    ...sizeOptions,
    ...(continuous ? ["--continuous"] : []),
  );
}
