/** Does TensorBoard read our event files, value by value? Needs python3 and, once, the network for `pip install tensorboard`. */
import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { histogramOf } from "../src/training/metrics/histogram.js";
import { tensorboardSink } from "../src/training/metrics/node.js";

type Series<Value> = Record<string, [step: number, value: Value][]>;

const peers = fileURLToPath(new URL("./peers/", import.meta.url));
const environment = join(peers, ".venv-tensorboard");
const python = join(environment, "bin", "python");
const records = 5_000;
const tags = ["charts/episodic_return", "losses/policy_loss", "losses/value_loss", "time/steps_per_second", "µ/Größe"];

function installTensorboard(): void {
  if (!existsSync(python)) execFileSync("python3", ["-m", "venv", environment], { stdio: "inherit" });
  try {
    execFileSync(python, ["-c", "import tensorboard"], { stdio: "ignore" });
  } catch {
    execFileSync(python, ["-m", "pip", "install", "--quiet", "tensorboard"], { stdio: "inherit" });
  }
}

/** A float32 of random bits: every exponent, both signs, NaN and infinities. */
const bits = new DataView(new ArrayBuffer(4));
function randomFloat(): number {
  bits.setUint32(0, Math.floor(Math.random() * 2 ** 32));
  return bits.getFloat32(0);
}

/** Writes random records, killed once on the way and resumed; what TensorBoard should then see. */
function writeRun(folder: string): Series<number> {
  const expected: Series<number> = Object.fromEntries(tags.map((tag) => [tag, []]));
  let sink = tensorboardSink(folder);
  for (let index = 0; index < records; index++) {
    if (index === records / 2) {
      const resumeFrom = sink.position();
      sink.write({ step: 0, values: { "lost/value": 1 } });
      sink.close();
      sink = tensorboardSink(folder, { resumeFrom });
    }
    const step = index * 2 ** 22;
    const values: Record<string, number> = {};
    for (const tag of tags) {
      if (Math.random() < 0.3) continue;
      values[tag] = Math.random() < 0.5 ? randomFloat() : Math.random() - 0.5;
      expected[tag]?.push([step, Math.fround(values[tag])]);
    }
    sink.write({ step, values });
  }
  sink.writeHistogram("weights/actor", 7, weights);
  sink.close();
  return expected;
}

const read = (folder: string, ...options: string[]): unknown =>
  JSON.parse(
    execFileSync(python, [join(peers, "read_tensorboard.py"), folder, ...options], {
      encoding: "utf8",
      maxBuffer: 2 ** 28,
      stdio: ["ignore", "pipe", "ignore"],
    }),
  );

const numberOf = (value: number | string): number =>
  typeof value === "number" ? value : Number(value.replace("inf", "Infinity"));

function compare(expected: Series<number>, actual: Series<number | string>): { equal: number; wrong: number } {
  const keys = [...new Set([...Object.keys(expected), ...Object.keys(actual)])];
  let equal = 0;
  let wrong = 0;
  for (const tag of keys) {
    const left = expected[tag] ?? [];
    const right = actual[tag] ?? [];
    for (let i = 0; i < Math.max(left.length, right.length); i++) {
      const [a, b] = [left[i], right[i]];
      if (a && b && a[0] === b[0] && Object.is(a[1], numberOf(b[1]))) equal++;
      else wrong++;
    }
  }
  return { equal, wrong };
}

const weights = Float32Array.from({ length: 1_000 }, () => Math.random() - Math.random());

function sameHistogram(actual: unknown): boolean {
  const { min, max, count, sum, sumOfSquares, bucketLimits, bucketCounts } = histogramOf(weights);
  const expected = [
    7,
    {
      min,
      max,
      num: count,
      sum,
      sum_squares: sumOfSquares,
      bucket_limit: [...bucketLimits],
      bucket: [...bucketCounts],
    },
  ];
  return JSON.stringify(actual) === JSON.stringify({ "weights/actor": [expected] });
}

installTensorboard();
const folder = mkdtempSync(join(tmpdir(), "proximal-tensorboard-"));
try {
  const { equal, wrong } = compare(writeRun(folder), read(folder) as Series<number | string>);
  const histogram = sameHistogram(read(folder, "--histograms"));
  console.log(
    `tensorboard: ${equal} of ${equal + wrong} scalars under ${tags.length} tags read back bit for bit, histogram ${histogram ? "equal" : "DIFFERENT"}`,
  );
  process.exitCode = wrong === 0 && histogram ? 0 : 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
