/**
 * Acts with an exported CartPole policy by ONNX Runtime alone: nothing of Proximal is imported.
 * Run: npx tsx examples/train-cartpole.ts && node examples/policy-in-onnxruntime.mjs [file]
 */
import { InferenceSession, Tensor } from "onnxruntime-node";

const [file = "cartpole.onnx"] = process.argv.slice(2);
const session = await InferenceSession.create(file);

// Every input has to be fed, but the output `action` does not depend on `noise`: only `sampled_action` does.
const noise = new Tensor("float32", Float32Array.of(0.5, 0.5), [1, 2]);

/** @param {number[]} observation position, velocity, angle, angular velocity */
async function act(observation) {
  const feeds = { observation: new Tensor("float32", Float32Array.from(observation), [1, 4]), noise };
  const { action } = await session.run(feeds, ["action"]);
  return action.data[0];
}

/** One Euler step of CartPole-v1. */
function push([x, velocity, angle, rotation], action) {
  const [sine, cosine] = [Math.sin(angle), Math.cos(angle)];
  const force = ((action === 1 ? 10 : -10) + 0.05 * rotation ** 2 * sine) / 1.1;
  const angular = (9.8 * sine - cosine * force) / (0.5 * (4 / 3 - (0.1 * cosine ** 2) / 1.1));
  const linear = force - (0.05 * angular * cosine) / 1.1;
  return [x + 0.02 * velocity, velocity + 0.02 * linear, angle + 0.02 * rotation, rotation + 0.02 * angular];
}

let state = [0.01, 0.02, -0.03, 0.04];
let steps = 0;
while (steps < 500 && Math.abs(state[0]) <= 2.4 && Math.abs(state[2]) <= Math.PI / 15) {
  state = push(state, await act(state));
  steps++;
}
console.log(`The pole stood for ${steps} of 500 steps.`);
