/**
 * An environment of one's own: land on the Moon with one engine that is either on or off. Free fall is too fast,
 * braking costs fuel, and an engine that runs too long lifts the craft away again.
 * Run: npx tsx examples/custom-environment.ts [steps]
 */
import { box, checkEnvironment, defineEnvironment, discrete, ppo, train } from "proximal";

const GRAVITY = 1.62;
const THRUST = 3;
const SECONDS = 0.25;
const CEILING = 100;
const SAFE_SPEED = 1;

const softLanding = defineEnvironment({
  id: "SoftLanding-v0",
  observationSpace: box({ low: [0, -2], high: [1, 2] }),
  actionSpace: discrete(2),
  // Whoever still hovers then is cut off. That is a truncation: nothing was lost or won.
  maxEpisodeSteps: 200,
  rewardThreshold: 8,
  create(random) {
    let height = 0;
    let speed = 0;
    const observe = () => [height / CEILING, speed / 20];
    return {
      reset() {
        height = random.uniform(20, 40);
        speed = random.uniform(-5, 0);
        return observe();
      },
      // The spaces tell the types: `action` is a number.
      step(action) {
        speed += (action * THRUST - GRAVITY) * SECONDS;
        height = Math.max(0, height + speed * SECONDS);
        const landed = height === 0;
        const lost = height > CEILING;
        const outcome = landed ? (Math.abs(speed) <= SAFE_SPEED ? 10 : speed) : lost ? -20 : 0;
        const fuel = 0.05 * action;
        return { observation: observe(), reward: outcome - fuel, terminated: landed || lost };
      },
      // With these two a run in the middle of an episode resumes exactly.
      getState: () => [height, speed],
      setState(state) {
        [height, speed] = state as [number, number];
      },
    };
  },
});

const { problems } = checkEnvironment(softLanding);
if (problems.length > 0) throw new Error(problems.join("\n"));

const run = train({
  environment: softLanding,
  algorithm: ppo({ nEnvs: 16, nSteps: 128, batchSize: 256, learningRate: 1e-3, entropyCoefficient: 0.01 }),
  totalSteps: Number(process.argv[2] ?? 200_000),
  until: softLanding.rewardThreshold ?? Number.POSITIVE_INFINITY,
});
for await (const { steps, evaluation } of run) {
  if (evaluation) console.log(`${steps} steps: mean return ${evaluation.mean.toFixed(2)}`);
}
const { mean, meanLength } = await run.evaluate(100);
console.log(`After training: return ${mean.toFixed(2)}, ${(meanLength * SECONDS).toFixed(1)} s until touchdown`);
