import type { Browser } from "playwright";
import type { TabularMdp } from "proximal/oracle";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { REGION } from "./src/figures/index.js";
import { tabularIds, tabularTask } from "./src/tabular.js";
import { launchBrowser } from "./testing/browser.js";
import { site } from "./testing/build.js";
import { divergencesOf, evaluate, gradientOf, meanKl, policyOf, promised } from "./testing/by-hand.js";
import { serve } from "./testing/serve.js";
import { type Figures, type Visit, visit } from "./testing/visit.js";

let browser: Browser;
let server: Awaited<ReturnType<typeof serve>>;

beforeAll(async () => {
  [browser, server] = await Promise.all([launchBrowser(), serve(site)]);
});
afterAll(async () => {
  await browser.close();
  server.close();
});

/** What the panels show after a training of a few iterations. */
async function figures<Result>(link: string, look: (visit: Visit) => Promise<Result>): Promise<[Figures, Result]> {
  const page = await visit(browser, `${server.address}#${link}&until=none&run=true`);
  await page.phase("paused");
  const shown = [await page.figures(), await look(page)] as [Figures, Result];
  expect(page.errors).toEqual([]);
  await page.close();
  return shown;
}
const metrics = (page: Visit) => page.metrics();

/** Equal to 1e-4, relative to the largest where they are large. */
function expectClose(shown: readonly number[], expected: readonly number[]): void {
  expect(shown).toHaveLength(expected.length);
  expect(expected.length).toBeGreaterThan(0);
  const scale = Math.max(1, ...expected.map(Math.abs));
  for (const [i, value] of shown.entries())
    expect(Math.abs(value - (expected[i] as number)) / scale).toBeLessThan(1e-4);
}

const mdpOf = (id: string) => tabularTask(id)?.mdp as TabularMdp;
const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
const dot = (a: readonly number[], b: readonly number[]) => sum(a.map((value, i) => value * (b[i] as number)));

describe("the panels show what follows from the samples and logits they are drawn from:", () => {
  it("(a) each sample's objective, and which carry no gradient", async () => {
    const link = "environment=CartPole-v1&algorithm=ppo&seed=2&pauseAt=4&option.clipRange=0.1";
    const [{ raw, panels }] = await figures(link, metrics);
    const { logRatios, advantages } = raw.samples as NonNullable<typeof raw.samples>;
    const ratios = logRatios.map(Math.exp);
    const clipped = ratios.map((ratio) => Math.min(1.1, Math.max(0.9, ratio)));
    const contributions = advantages.map((a, i) => Math.min((ratios[i] as number) * a, (clipped[i] as number) * a));
    expectClose(panels.clip?.dots.map(({ ratio }) => ratio) as number[], ratios);
    expectClose(
      panels.clip?.dots.map(({ objective, advantage }) => objective * Math.abs(advantage)) as number[],
      contributions,
    );
    // Nothing follows from a slightly larger ratio where there is no gradient.
    const still = advantages.map((a, i) => {
      const at = (ratio: number) => Math.min(ratio * a, Math.min(1.1, Math.max(0.9, ratio)) * a);
      return at((ratios[i] as number) + 1e-6) === at(ratios[i] as number);
    });
    expect(still.filter(Boolean).length).toBeGreaterThan(0);
    expect(panels.clip?.dots.map(({ carriesGradient }) => !carriesGradient)).toEqual(still);
    expectClose([panels.clip?.still as number], [still.filter(Boolean).length / still.length]);
  });

  it("(b) the divergence that an update spent, its limit, and what steers it", async () => {
    const [{ raw, panels }] = await figures("environment=Bandit-v0&algorithm=trpo&seed=1&pauseAt=5", metrics);
    const mdp = mdpOf("Bandit-v0");
    const { before, after } = raw.movement as NonNullable<typeof raw.movement>;
    // A bandit's only state is the one that every sample was taken in.
    const [divergence] = divergencesOf(policyOf(mdp, before), policyOf(mdp, after)) as [number];
    const { region } = panels;
    expect(divergence).toBeGreaterThan(1e-4);
    expectClose([region.meanKl.at(-1) as number, region.largestKl.at(-1) as number], [divergence, divergence]);
    expect(region.limit?.at(-1)).toBe(0.01);
    expect(divergence).toBeLessThanOrEqual(0.01);

    const rate = 40;
    const [{ panels: lagrangian }, table] = await figures(
      `environment=Bandit-v0&algorithm=ppo-lagrangian&seed=1&pauseAt=6&option.multiplierRate=${rate}&option.targetKl=0.001`,
      metrics,
    );
    const { steering, meanKl: spent, limit } = lagrangian.region;
    expect(limit?.at(-1)).toBe(0.001);
    expectClose(spent as number[], table["losses/kl"] as number[]);
    // Shown is the multiplier that an update had, which follows from what the one before spent.
    const followed = steering.slice(1).map((_, i) => {
      const previous = steering[i] as number;
      return Math.max(0, previous + rate * ((spent[i] as number) - 0.001));
    });
    expectClose(steering.slice(1) as number[], followed);
  });

  it("(c) how the weights are distributed, and how many samples the batch was worth", async () => {
    const [{ raw, panels }] = await figures("environment=Gridworld3x3-v0&algorithm=trpo&seed=1&pauseAt=5", metrics);
    // TRPO looks at its whole batch, after the step.
    const weights = raw.samples?.logRatios.map(Math.exp) as number[];
    const { bins, effectiveShare } = panels.weights;
    expectClose([effectiveShare as number], [sum(weights) ** 2 / (weights.length * sum(weights.map((w) => w * w)))]);
    const edges = [0, 1 / 10, 1 / 4, 1 / 2, 1 / 1.25, 1 / 1.1, 1, 1.1, 1.25, 2, 4, 10, Number.POSITIVE_INFINITY];
    const shares = edges
      .slice(1)
      .map((high, i) => weights.filter((w) => w >= (edges[i] as number) && w < high).length / weights.length);
    expectClose(
      bins.map(({ share }) => share),
      shares,
    );
    expect(shares.filter((share) => share > 0).length).toBeGreaterThan(2);
  });

  it.each(["Gridworld3x3-v0", "Chain5-v0"])("(d) on %s: true J, its model and both lower bounds", async (id) => {
    const [{ raw, panels }] = await figures(`environment=${id}&algorithm=ppo&seed=1&pauseAt=3`, metrics);
    const mdp = mdpOf(id);
    const { before, after } = raw.movement as NonNullable<typeof raw.movement>;
    const points = panels.bound as NonNullable<typeof panels.bound>;
    expect(points).toHaveLength(61);
    const mu = policyOf(mdp, before);
    const expected = points.map(({ fraction }) => {
      const moved = before.map((logit, i) => logit + fraction * ((after[i] as number) - logit));
      return promised(mdp, mu, policyOf(mdp, moved));
    });
    for (const line of ["expectedReturn", "model", "bound", "rootBound"] as const) {
      expectClose(
        points.map((point) => point[line]),
        expected.map((point) => point[line]),
      );
    }
  });

  it.each(["Gridworld3x3-v0", "RandomMdp"])("(e) on %s: three ways to step, and the map below them", async (name) => {
    const id = name === "RandomMdp" ? randomId() : name;
    const [{ raw, panels }] = await figures(`environment=${id}&algorithm=trpo&seed=1&pauseAt=2`, metrics);
    const mdp = mdpOf(id);
    const { before, after } = raw.movement as NonNullable<typeof raw.movement>;
    const map = panels.steps as NonNullable<typeof panels.steps>;
    const mu = policyOf(mdp, before);
    const { visitation, advantages } = evaluate(mdp, mu);
    const gradient = gradientOf(mdp, before);
    const natural = advantages.flatMap((row, s) => row.map((a) => ((visitation[s] as number) > 1e-9 ? a : 0)));
    const fisher = (v: readonly number[]) =>
      v.map((_, i) => {
        const [s, a] = [Math.floor(i / mdp.actions), i % mdp.actions];
        const row = mu[s] as readonly number[];
        const mean = dot(row, v.slice(s * mdp.actions, (s + 1) * mdp.actions));
        return (visitation[s] as number) * (row[a] as number) * ((v[i] as number) - mean);
      });
    // F A = (1 − γ) g: the natural gradient of a table of logits is the advantage (Kakade 2001).
    expectClose(
      fisher(natural).map((value) => value / (1 - mdp.gamma)),
      [...gradient],
    );
    const unit = (v: readonly number[]) => v.map((value) => value / Math.sqrt(dot(v, v)));
    const first = unit(gradient);
    const second = unit(natural.map((value, i) => value - dot(natural, first) * (first[i] as number)));
    const change = ([x, y]: readonly [number, number]) =>
      first.map((value, i) => x * value + y * (second[i] as number));
    const spent = (v: readonly number[]) => dot(v, fisher(v)) / 2;
    for (const [step, direction] of [
      [map.gradient, gradient],
      [map.natural, natural],
    ] as const) {
      const length = Math.sqrt(REGION / spent(direction));
      expectClose(
        change(step),
        direction.map((value) => length * value),
      );
    }
    expect(meanKl(mdp, before, change(map.trpo))).toBeLessThanOrEqual(REGION + 1e-9);
    const shortened = Math.log(map.trpo[0] / map.natural[0]) / Math.log(0.8);
    expect(Math.abs(shortened - Math.round(shortened))).toBeLessThan(1e-6);
    for (const point of map.region) {
      if (Math.hypot(...point) < 1.99 * map.reach) expectClose([meanKl(mdp, before, change(point))], [REGION]);
    }
    const moved = after.map((logit, i) => logit - (before[i] as number));
    expectClose([...map.update], [dot(moved, first), dot(moved, second)]);
    const place = (k: number) => ((k + 0.5) / map.cells) * 2 * map.reach - map.reach;
    const shown = [0, 57, 220, 300, 440];
    expectClose(
      shown.map((cell) => map.returns[cell] as number),
      shown.map((cell) => {
        const v = change([place(cell % map.cells), place(Math.floor(cell / map.cells))]);
        return evaluate(
          mdp,
          policyOf(
            mdp,
            before.map((logit, i) => logit + (v[i] as number)),
          ),
        ).objective;
      }),
    );
  });
});

/** The id of the process that was drawn at random. */
function randomId(): string {
  const id = tabularIds.find((known) => /random/i.test(known));
  if (id === undefined) throw new Error("No process was drawn at random.");
  return id;
}
