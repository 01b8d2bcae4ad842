import type { EnvironmentDefinition } from "../src/environments/index.js";
import {
  acrobot,
  cartPole,
  createActions,
  mountainCar,
  mountainCarContinuous,
  pendulum,
  vectorize,
} from "../src/environments/index.js";
import { createRandom } from "../src/random/index.js";

/** Steps, or draws, per timed repeat. */
const WORK = 4_000_000;
const REPEATS = 5;
/** Batches of actions drawn beforehand, so that drawing is not timed. */
const BATCHES = 64;

/** Millions of units per second: median of REPEATS after a warm-up. */
function measure(units: number, body: () => void): string {
  body();
  const rates = Array.from({ length: REPEATS }, () => {
    const start = performance.now();
    body();
    return units / (performance.now() - start) / 1000;
  });
  return rates
    .sort((a, b) => a - b)
    [(REPEATS - 1) / 2]!.toFixed(1)
    .padStart(7);
}

function measureEnvironment(definition: EnvironmentDefinition, count: number): void {
  const random = createRandom(1);
  const vector = vectorize(definition, count, random);
  const space = definition.actionSpace;
  const batches = Array.from({ length: BATCHES }, () =>
    createActions(space, count).map(() =>
      space.kind === "discrete" ? random.integer(space.n) : random.uniform(-1, 1),
    ),
  );
  const steps = Math.floor(WORK / count);
  vector.reset();
  const rate = measure(steps * count, () => {
    for (let i = 0; i < steps; i++) vector.step(batches[i % BATCHES]!);
  });
  console.log(`${definition.id.padEnd(26)} ${String(count).padStart(5)} copies ${rate} M steps/s`);
}

function measureGenerator(name: string, draw: (draws: number) => number): void {
  let sink = 0;
  const rate = measure(5 * WORK, () => {
    sink += draw(5 * WORK);
  });
  // printed, so that no compiler may leave the work out
  console.log(`${name.padEnd(39)} ${rate} M/s (mean ${(sink / (REPEATS + 1) / (5 * WORK)).toPrecision(3)})`);
}

measureEnvironment(cartPole, 64);
measureEnvironment(cartPole, 1024);
for (const definition of [mountainCar, mountainCarContinuous, acrobot, pendulum]) measureEnvironment(definition, 64);

const random = createRandom(1);
measureGenerator("uint32", (draws) => {
  let sum = 0;
  for (let i = 0; i < draws; i++) sum += random.uint32();
  return sum;
});
measureGenerator("normal", (draws) => {
  let sum = 0;
  for (let i = 0; i < draws; i++) sum += random.normal();
  return sum;
});
