import { type RoughQuadrupedEnvironment, roughQuadrupedEnvironment, vectorize } from "../../src/environments/index.js";
import type { QuadrupedOptions } from "../../src/environments/quadruped/index.js";
import {
  createActorCritic,
  type ExplorationOptions,
  exportPolicy,
  type Network,
  NORMALIZER_SCALE,
  NORMALIZER_SHIFT,
  Policy,
} from "../../src/policies/index.js";
import { createRandom } from "../../src/random/index.js";
import { sizeOf } from "../../src/spaces/index.js";

const COPIES = 32;
const STEPS = 50;
/** So that what did not vary while robots stood is not blown up. */
const LEAST_DEVIATION = 0.05;

/**
 * A policy for terrain that acts like one for flat ground: weights of what the latter does not see are 0. What is new is
 * normalized by the statistics of robots that stand on all levels.
 */
export async function widen(
  flat: Policy,
  robot: NonNullable<QuadrupedOptions["robot"]>,
  { network, exploration }: { readonly network: Network; readonly exploration: ExplorationOptions },
): Promise<Policy> {
  const environment = await roughQuadrupedEnvironment({ robot, curriculum: { start: [0, 9], adaptive: false } });
  const model = createActorCritic({ ...environment, network, exploration });
  const { constants } = flat;
  const constant = (name: string, size: number): Float32Array => {
    const values = constants.get(name);
    if (values !== undefined && values.length <= size) return values;
    throw new Error(`The policy has ${values?.length ?? "no"} numbers "${name}", but ${size} are wanted.`);
  };
  const parameters = new Float32Array(model.parameters.size);
  // rows of a first layer are inputs, and those of the flat task come first
  for (const { name, offset, size } of model.parameters.layout) parameters.set(constant(name, size), offset);
  const { mean, variance } = standingStatistics(environment);
  const shift = constant(NORMALIZER_SHIFT, mean.length);
  mean.set(shift);
  constant(NORMALIZER_SCALE, mean.length).forEach((scale, i) => {
    variance[i] = 1 / scale ** 2;
  });
  const { observationSpace, actionSpace } = environment;
  const metadata = { ...flat.metadata, environment: environment.id, observationSpace, actionSpace };
  const normalizer = { mean, variance, epsilon: 0, clip: 10 };
  return Policy.fromOnnx(exportPolicy({ model, parameters, normalizer, metadata }), { name: "The widened policy" });
}

function standingStatistics(environment: RoughQuadrupedEnvironment) {
  const size = sizeOf(environment.observationSpace);
  const vector = vectorize(environment, COPIES, createRandom(0));
  const sums = new Float64Array(size);
  const squares = new Float64Array(size);
  vector.reset();
  for (let step = 0; step < STEPS; step++) {
    vector.step(new Float32Array(COPIES * sizeOf(environment.actionSpace)));
    vector.observations.forEach((value, i) => {
      sums[i % size]! += value;
      squares[i % size]! += value * value;
    });
  }
  const count = COPIES * STEPS;
  const mean = sums.map((sum) => sum / count);
  const variance = squares.map((sum, i) => Math.max(sum / count - mean[i]! ** 2, LEAST_DEVIATION ** 2));
  return { mean, variance };
}
