import { InferenceSession, Tensor } from "onnxruntime-node";
import { expect, it } from "vitest";
import { findEnvironment, vectorize } from "../environments/index.js";
import { createRandom } from "../random/index.js";
import { actionSizeOf, partsOf } from "../spaces/index.js";
import { compileActing, createActorCritic, exportPolicy, type Network } from "./index.js";

const COPIES = 4;
const STEPS = 40;
const convolutions: Network = { hidden: [8], convolutions: [{ filters: 2, kernel: 3 }] };

it.each([
  { id: "Masks-v0", network: {}, shapes: { observation: [1], mask: [5] } },
  { id: "MultiDiscrete-v0", network: {}, shapes: { observation: [9] } },
  { id: "MultiBinary-v0", network: {}, shapes: { observation: [4] } },
  { id: "Images-v0", network: convolutions, shapes: { observation: [10, 12, 2] } },
  {
    id: "Dict-v0",
    network: convolutions,
    shapes: { "observation.image": [8, 8, 1], "observation.position": [2], "observation.goal": [2] },
  },
])("in plain ONNX Runtime a policy for $id acts through whole episodes as the model in training", async (scenario) => {
  const { id, network, shapes } = scenario;
  const definition = findEnvironment(id);
  const random = createRandom(4);
  const environment = vectorize(definition, COPIES, random.split("environment"));
  const masked = environment.actionMasks !== undefined;
  const model = createActorCritic({ ...definition, masked, network });
  // an untrained policy is nearly the same everywhere: large weights make differences show
  const parameters = Float32Array.from({ length: model.parameters.size }, () => random.uniform(-1, 1));
  const metadata = { ...definition, environment: id, algorithm: "ppo", steps: 0 };
  const session = await InferenceSession.create(exportPolicy({ model, parameters, metadata }));
  expect([...session.inputNames].sort()).toEqual([...Object.keys(shapes), "noise"].sort());
  const { sample, mode } = await compileActing(model);
  const greedy = await mode();
  const noise = new Float32Array(COPIES * model.noise.size);
  const columns = partsOf(definition.observationSpace);
  const episodes = new Set<number>();
  environment.reset();
  for (let step = 0; step < STEPS; step++) {
    random.fillUniform(noise);
    const { observations: observation, observationSize, actionMasks: mask } = environment;
    const feeds = { parameters, observation, ...(mask && { mask }) };
    const expected = (await greedy.run(feeds)).action;
    const sampled = (await sample.run({ ...feeds, noise })).action as Int32Array;
    const inputs: Record<string, Tensor> = { noise: new Tensor("float32", noise, [COPIES, model.noise.size]) };
    for (const { path, offset, size } of columns) {
      const rows = Array.from({ length: COPIES }, (_, copy) => {
        const start = copy * observationSize + offset;
        return [...observation.subarray(start, start + size)];
      });
      const name = ["observation", ...path].join(".");
      const shape = (shapes as unknown as Record<string, readonly number[]>)[name]!;
      inputs[name] = new Tensor("float32", Float32Array.from(rows.flat()), [COPIES, ...shape]);
    }
    if (mask) inputs.mask = new Tensor("bool", mask.slice(), [COPIES, mask.length / COPIES]);
    const result = await session.run(inputs);
    const size = actionSizeOf(definition.actionSpace);
    expect(result.action!.dims).toEqual(size === 1 ? [COPIES] : [COPIES, size]);
    expect(result.action!.data).toEqual(expected);
    expect(result.sampled_action!.data).toEqual(sampled);
    environment.step(sampled);
    for (const { copy } of environment.finishedEpisodes) episodes.add(copy);
  }
  expect(episodes.size).toBe(COPIES);
});
