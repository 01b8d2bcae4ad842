/**
 * How far do Node and a browser tab agree on the same experiment? Both compute in float32, but with different kernels, so
 * curves part once a rounding error has tipped an action or a minibatch.
 * Run: npx tsx bench/playground-agreement.ts [--iterations 20]
 */
import { parseArgs } from "node:util";
import { Policy, type Report, train } from "proximal";
import { algorithmOf } from "../playground/src/experiment.js";
import { fromHash } from "../playground/src/link.js";
import { environmentOf } from "../playground/src/tasks.js";
import { launchBrowser } from "../playground/testing/browser.js";
import buildPlayground, { site } from "../playground/testing/build.js";
import { serve } from "../playground/testing/serve.js";
import { visit } from "../playground/testing/visit.js";

const { values } = parseArgs({ options: { iterations: { type: "string", default: "20" } } });
const links = [
  "environment=CartPole-v1&algorithm=ppo",
  "environment=CartPole-v1&algorithm=a2c",
  "environment=Acrobot-v1&algorithm=trpo",
  "environment=Pendulum-v1&algorithm=ppo-kl",
  "environment=Gridworld3x3-v0&algorithm=ppo-lagrangian",
  "environment=LunarLander-v3&algorithm=ppo",
];

await buildPlayground();
const server = await serve(site);
const browser = await launchBrowser();
for (const link of links) {
  const hash = `#${link}&seed=1&until=none&pauseAt=${values.iterations}&run=true`;
  const { page, phase, metrics, policy, close } = await visit(browser, server.address + hash);
  page.setDefaultTimeout(300_000);
  await phase("paused");
  const tab = await metrics();
  const inTab = parametersOf(await Policy.fromOnnx(await policy()));
  await close();

  const { experiment } = fromHash(hash);
  const run = train({
    environment: environmentOf(experiment.environment),
    algorithm: algorithmOf(experiment),
    seed: experiment.seed,
    totalSteps: experiment.totalSteps,
  });
  const reports: Report[] = [];
  for await (const report of run) {
    reports.push(report);
    if (report.iteration === experiment.pauseAt) break;
  }
  const inNode = parametersOf(await Policy.fromOnnx(run.policy.toOnnx()));

  const differences = (metric: string) =>
    reports.map(({ metrics }, i) => Math.abs((metrics[metric] ?? 0) - (tab[metric]?.[i] ?? 0)));
  // Returns are sums of rewards: they differ where an episode went another way.
  const parted = differences("charts/episodic_return").findIndex((difference) => difference > 1e-3);
  const largest = inNode.reduce((most, value, i) => Math.max(most, Math.abs(value - (inTab[i] ?? Number.NaN))), 0);
  console.log(
    `${link}: first policy loss differs by ${differences("losses/policy_loss")[0]?.toExponential(1)}; ` +
      `${parted < 0 ? `episodes the same for all ${reports.length} iterations` : `episodes the same until iteration ${parted}`}; ` +
      `parameters after ${reports.length} iterations differ by at most ${largest.toExponential(1)}`,
  );
}
await browser.close();
server.close();

function parametersOf(policy: Policy): readonly number[] {
  return [...policy.constants.keys()].sort().flatMap((name) => [...(policy.constants.get(name) ?? [])]);
}
