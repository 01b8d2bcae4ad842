/**
 * Trains CartPole from code, evaluates the policy and saves it.
 * Run: npx tsx examples/train-cartpole.ts [steps] [file]
 */
import { train } from "proximal";

const [steps = "100000", file = "cartpole.onnx"] = process.argv.slice(2);

const run = train({ environment: "CartPole-v1", totalSteps: Number(steps), until: 475, seed: 1 });
for await (const { steps, episodeReturn, evaluation } of run) {
  if (!evaluation) continue;
  console.log(`${steps} steps: training ${episodeReturn.mean.toFixed(1)}, evaluation ${evaluation.mean.toFixed(1)}`);
}

const { mean, std, episodes } = await run.evaluate(100);
console.log(`Mean return of ${episodes} episodes: ${mean.toFixed(1)} ± ${std.toFixed(1)}`);

await run.policy.save(file);
console.log(`Saved ${file}`);
