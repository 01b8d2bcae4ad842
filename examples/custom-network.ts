/**
 * A network of one's own: a function from the observation to the features of the policy and of the value. It is
 * mathematics over symbolic tensors; gradients, compilation and export follow from it.
 * Run: npx tsx examples/custom-network.ts [steps]
 */
import { type Network, ppo, train } from "proximal";
import { constantInitializer, linear, type Scope } from "proximal/nn";
import { add, gelu, layerNorm, type Tensor } from "proximal/tensor";

/** x + W₂·gelu(W₁·norm(x)): [batch, n] → [batch, n]. */
function residualBlock(scope: Scope, x: Tensor): Tensor {
  const size = x.shape[1] as number;
  const scale = scope.parameter("scale", [size], constantInitializer(1));
  const shift = scope.parameter("shift", [size], constantInitializer(0));
  const normalized = layerNorm(x, scale, shift);
  const hidden = gelu(linear(scope.scope("expand"), normalized, 2 * size, { gain: Math.SQRT2 }));
  return add(x, linear(scope.scope("contract"), hidden, size, { gain: 0.1 }));
}

// Names of scopes become names of weights in the ONNX file.
const residual: Network = (scope, observation) => {
  const embedding = linear(scope.scope("embedding"), observation, 32, { gain: Math.SQRT2 });
  const trunk = residualBlock(scope.scope("block0"), embedding);
  return { policy: residualBlock(scope.scope("policy"), trunk), value: residualBlock(scope.scope("value"), trunk) };
};

const run = train({
  environment: "CartPole-v1",
  algorithm: ppo({ network: residual, nEnvs: 8, nSteps: 64, batchSize: 128, gamma: 0.98, learningRate: 1e-3 }),
  totalSteps: Number(process.argv[2] ?? 50_000),
  evaluation: false,
});
for await (const { steps, iteration, episodeReturn } of run) {
  if (iteration % 10 === 0) console.log(`${steps} steps: mean return ${episodeReturn.mean.toFixed(1)}`);
}
const { mean } = await run.evaluate(100);
console.log(`After training: mean return ${mean.toFixed(1)}`);
