import { describe, expect, it } from "vitest";
import { constantInitializer } from "../nn/index.js";
import { decodeOnnx, loadProgram } from "../runtime/index.js";
import { box, dict, discrete, type Space } from "../spaces/index.js";
import { add } from "../tensor/index.js";
import { compileActing } from "./acting.js";
import { createActorCritic, exportPolicy, type NetworkFunction, recurrentNetwork } from "./index.js";

const flat = box({ shape: [2], low: -1, high: 1 });
const nested = dict({ eye: flat, body: dict({ speed: discrete(2) }) });

/** A masked model with a memory, and a parameter called `name`. */
function modelWith(name: string, observationSpace: Space) {
  const network: NetworkFunction = (scope, observation, recur) => {
    const own = scope.parameter(name, observation.shape.slice(1) as number[], constantInitializer(0));
    const features = recur(scope.scope("memory"), add(observation, own), { cell: "gru", size: 4 });
    return { policy: features, value: features };
  };
  return createActorCritic({
    observationSpace,
    actionSpace: discrete(3),
    masked: true,
    network: recurrentNetwork(2, network),
  });
}

describe("names of parameters", () => {
  it.each([
    { space: flat, what: "a box" },
    { space: nested, what: "a dict" },
  ])("may be none of the inputs and outputs of a policy for $what", async ({ space }) => {
    const model = modelWith("mine", space);
    const metadata = { environment: "", observationSpace: space, actionSpace: discrete(3), algorithm: "", steps: 0 };
    const parameters = new Float32Array(model.parameters.size);
    const bytes = exportPolicy({ model, parameters, metadata });
    const { inputs } = decodeOnnx(bytes);
    const size = (shape: readonly unknown[]) =>
      shape.slice(1).reduce<number>((product, n) => product * (n as number), 1);
    const given = Object.fromEntries(
      inputs.map(({ name, shape, dataType }) => [
        name,
        dataType === "bool" ? new Uint8Array(size(shape)).fill(1) : new Float32Array(size(shape)),
      ]),
    );
    const exported = [...Object.keys(given), ...Object.keys(await (await loadProgram(bytes, inputs)).run(given))];
    expect(exported.length).toBeGreaterThan(8);
    const programs = await compileActing(model);
    const feeds = { observation: new Float32Array(model.observation.shape[1] as number), noise: new Float32Array(3) };
    await programs.sample.use(parameters, 1);
    const acting = Object.keys(
      await programs.sample.run({ ...feeds, mask: Uint8Array.of(1, 1, 1), state: new Float32Array(4) }),
    );
    for (const name of [...exported, ...Object.keys(feeds), ...acting]) {
      expect(() => modelWith(name, space), name).toThrow(`has a parameter "${name}"`);
    }
  });

  it("of two parts of an observation may not become the same when keys are joined by dots", () => {
    const double = dict({ "body.speed": flat, body: dict({ speed: flat }) });
    expect(() => modelWith("mine", double)).toThrow('would both be called "observation.body.speed"');
  });
});
