// Shows the agent acting: one episode after the other, in an environment of its own, as fast as the page asks for frames.
import {
  createRandom,
  type EnvironmentDefinition,
  loadEnvironment,
  Policy,
  type Space,
  UsageError,
  type VectorEnvironment,
  vectorize,
} from "proximal";
import { describePolicy } from "../../../ui/describe-policy.js";
import type { Scene } from "../../../ui/scene.js";
import { problemOf } from "../experiment.js";
import type { FromTheater, ToTheater } from "../messages.js";
import { environmentOf } from "../tasks.js";
import { type Figure, figureOf } from "./figure.js";

const tell = (message: FromTheater) => self.postMessage(message);

let definition: EnvironmentDefinition | undefined;
let environment: VectorEnvironment | undefined;
let figure: Figure | undefined;
let policy: Policy | undefined;
let state = new Float32Array(0);
let episodeReturn = 0;
let length = 0;
let lastReturn: number | undefined;
let turn: Promise<void> = Promise.resolve();

self.addEventListener("message", ({ data }: MessageEvent<ToTheater>) => {
  // One after the other: a policy must not change while it acts.
  turn = turn
    .then(() => {
      if (data.kind === "stage") return setStage(data.environment, data.seed);
      if (data.kind === "policy") return setPolicy(data.bytes, data.dropped);
      return frame(data.greedy, data.steps);
    })
    .catch((error: unknown) => tell({ kind: "refused", problem: problemOf(error) }));
});

async function setStage(id: string, seed: number): Promise<void> {
  environment?.close();
  await policy?.release();
  policy = undefined;
  definition = environmentOf(id);
  const loaded = await loadEnvironment(definition);
  figure = await figureOf(loaded);
  environment = vectorize(figure?.environment ?? loaded, 1, createRandom(seed).split("theater"));
  environment.reset();
  begin();
  lastReturn = undefined;
}

async function setPolicy(bytes: Uint8Array<ArrayBuffer>, dropped: string | undefined): Promise<void> {
  const next = await Policy.fromOnnx(bytes, { name: dropped ?? "The policy" });
  const { metadata } = next;
  if (dropped !== undefined && definition && !sameSpaces(metadata, definition)) {
    await next.release();
    throw new UsageError({
      code: "space-mismatch",
      message: `${dropped} was trained on ${metadata.environment}, whose observations or actions are not those of ${definition.id}.`,
      fix: `Choose ${metadata.environment} first, or drop a policy of ${definition.id}.`,
    });
  }
  await policy?.release();
  policy = next;
  if (state.length !== next.stateSize) state = new Float32Array(next.stateSize);
  if (dropped !== undefined) {
    environment?.reset();
    begin();
    tell({ kind: "accepted", name: dropped, algorithm: metadata.algorithm, steps: metadata.steps });
  }
}

const sameSpaces = (a: { observationSpace: Space; actionSpace: Space }, b: EnvironmentDefinition) =>
  signature(a.observationSpace) === signature(b.observationSpace) &&
  signature(a.actionSpace) === signature(b.actionSpace);

const signature = (space: Space): string =>
  JSON.stringify(space, (_, value: unknown) =>
    ArrayBuffer.isView(value) ? Array.from(value as Float32Array, String) : value,
  );

const shapes = () => (figure ? { shapes: figure.shapes() } : {});

function begin(): void {
  episodeReturn = 0;
  length = 0;
  state.fill(0);
}

/** Goes on by some steps, and shows the moment before the last of them. */
async function frame(greedy: boolean, steps: number): Promise<void> {
  if (!environment || !definition) return;
  if (!policy) {
    const observation = environment.observations.slice();
    const scene = { observation, action: undefined, probabilities: undefined, gaussian: undefined, value: undefined };
    tell({ kind: "scene", scene: { ...scene, ...shapes(), episodeReturn, length }, lastReturn });
    return;
  }
  for (let step = 1; step < steps; step++) await act(policy, environment, definition, greedy, false);
  await act(policy, environment, definition, greedy, true);
}

async function act(
  policy: Policy,
  environment: VectorEnvironment,
  { actionSpace }: EnvironmentDefinition,
  greedy: boolean,
  shown: boolean,
): Promise<void> {
  const observation = environment.observations.slice();
  const { actions, distribution, values } = await policy.viewBatch(observation, {
    deterministic: greedy,
    ...(state.length > 0 && { state }),
    ...(environment.actionMasks && { mask: environment.actionMasks }),
  });
  if (shown) {
    const scene: Scene = {
      observation,
      action: Array.from(actions),
      ...describePolicy(actionSpace, distribution),
      value: values[0],
      ...shapes(),
      episodeReturn,
      length,
    };
    tell({ kind: "scene", scene, lastReturn });
  }
  const start = actionSpace.kind === "discrete" ? actionSpace.start : 0;
  environment.step(start === 0 ? actions : actions.map((action) => action - start));
  episodeReturn += environment.rewards[0] as number;
  length++;
  if (environment.terminated[0] || environment.truncated[0]) {
    lastReturn = episodeReturn;
    begin();
  }
}
