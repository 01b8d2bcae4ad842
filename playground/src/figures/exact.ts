import {
  divergences,
  exactPolicyGradient,
  exactSurrogate,
  expectedReturn,
  lowerBound,
  softmaxPolicy,
  solve,
  type TabularMdp,
} from "proximal/oracle";

/** Figures at one point along an update. */
export interface BoundPoint {
  /** 0: the old policy; 1: the new one. */
  readonly fraction: number;
  readonly expectedReturn: number;
  readonly model: number;
  readonly bound: number;
  readonly rootBound: number;
}

/** Largest change of a logit that is looked at: far enough for the surrogate to go wrong. */
const FARTHEST_LOGIT = 3;

/** J(π), the surrogate's model of it and both lower bounds along the line from `before` through `after`, all exact. */
export function alongUpdate(mdp: TabularMdp, before: Float32Array, after: Float32Array, points = 61): BoundPoint[] {
  const change = after.map((logit, i) => logit - (before[i] as number));
  const largest = change.reduce((most, d) => Math.max(most, Math.abs(d)), 1e-6);
  const reach = Math.max(1.5, FARTHEST_LOGIT / largest);
  const mu = softmaxPolicy(mdp, before);
  return Array.from({ length: points }, (_, i) => {
    // Dense around the old policy, where the bounds are sharp; the middle one is the old policy itself.
    const place = (2 * i) / (points - 1) - 1;
    const fraction = place ** 3 * (place < 0 ? 0.5 : 1) * reach;
    const pi = softmaxPolicy(
      mdp,
      before.map((logit, k) => logit + fraction * (change[k] as number)),
    );
    const { expectedReturn, model, byMaximum, byRootOfMean } = lowerBound(mdp, mu, pi);
    return { fraction, expectedReturn, model, bound: byMaximum, rootBound: byRootOfMean };
  });
}

type Point = readonly [x: number, y: number];

/** Steps from one policy, in the plane that the gradient and the natural gradient span. */
export interface StepMap {
  /** Half the width of the map, in logits. */
  readonly reach: number;
  /** J at the cells of a square grid, row by row from the lower left. */
  readonly returns: Float64Array;
  readonly cells: number;
  /** Where the mean KL is ε. */
  readonly region: readonly Point[];
  readonly gradient: Point;
  readonly natural: Point;
  /** The natural step, shortened until the exact divergence is within ε and the surrogate has improved. */
  readonly trpo: Point;
  /** The training's own update, projected onto the plane. */
  readonly update: Point;
}

/**
 * Three ways to spend the same ε of mean KL (in the quadratic model), exactly computed for tabular softmax policies. The
 * natural gradient there is the advantage itself (Kakade 2001). Undefined where the gradient vanishes.
 */
export function stepMap(
  mdp: TabularMdp,
  before: Float32Array,
  after: Float32Array,
  epsilon: number,
  cells = 21,
): StepMap | undefined {
  const theta = Float64Array.from(before);
  const mu = softmaxPolicy(mdp, theta);
  const { visitation, advantages } = solve(mdp, mu);
  const gradient = exactPolicyGradient(mdp, mu);
  const size = Math.sqrt(dot(gradient, gradient));
  if (size < 1e-6) return undefined;
  // States that are not visited have no Fisher information: nothing is known of them, so nothing is changed.
  const natural = advantages.map((a, i) => ((visitation[Math.floor(i / mdp.actions)] as number) > 1e-9 ? a : 0));
  const first = gradient.map((g) => g / size);
  const along = dot(natural, first);
  const rest = natural.map((n, i) => n - along * (first[i] as number));
  const across = Math.sqrt(dot(rest, rest));
  if (across < 1e-9) return undefined;
  const second = rest.map((r) => r / across);
  const policyAt = ([x, y]: Point) =>
    softmaxPolicy(
      mdp,
      theta.map((logit, i) => logit + x * (first[i] as number) + y * (second[i] as number)),
    );
  const klAt = (point: Point) => dot(visitation, divergences(mdp, mu, policyAt(point)));
  /** vᵀFv of the tabular softmax policy. */
  const curvature = (v: Float64Array) => {
    let total = 0;
    for (let s = 0; s < mdp.states; s++) {
      let [mean, square] = [0, 0];
      for (let a = 0; a < mdp.actions; a++) {
        const i = s * mdp.actions + a;
        mean += (mu[i] as number) * (v[i] as number);
        square += (mu[i] as number) * (v[i] as number) ** 2;
      }
      total += (visitation[s] as number) * (square - mean ** 2);
    }
    return total;
  };
  const scaled = (v: Float64Array): Point => {
    const length = Math.sqrt((2 * epsilon) / curvature(v));
    return [length * dot(v, first), length * dot(v, second)];
  };
  const naturalStep = scaled(natural);
  let trpo = naturalStep;
  for (let i = 0; i < 20; i++) {
    if (klAt(trpo) <= epsilon && exactSurrogate(mdp, mu, policyAt(trpo)) > 0) break;
    trpo = [0.8 * trpo[0], 0.8 * trpo[1]];
  }
  const gradientStep = scaled(gradient);
  const reach = 1.5 * Math.max(...[naturalStep, gradientStep].flat().map(Math.abs));
  const returns = new Float64Array(cells * cells);
  for (let row = 0; row < cells; row++) {
    for (let column = 0; column < cells; column++) {
      const place = (k: number) => ((k + 0.5) / cells) * 2 * reach - reach;
      returns[row * cells + column] = expectedReturn(mdp, policyAt([place(column), place(row)]));
    }
  }
  const region = Array.from({ length: 61 }, (_, i): Point => {
    const [cos, sin] = [Math.cos((i * Math.PI) / 30), Math.sin((i * Math.PI) / 30)];
    let [low, high] = [0, 2 * reach];
    for (let halving = 0; halving < 20; halving++) {
      const middle = (low + high) / 2;
      if (klAt([middle * cos, middle * sin]) < epsilon) low = middle;
      else high = middle;
    }
    return [low * cos, low * sin];
  });
  const change = theta.map((logit, i) => (after[i] as number) - logit);
  return {
    reach,
    returns,
    cells,
    region,
    gradient: gradientStep,
    natural: naturalStep,
    trpo,
    update: [dot(change, first), dot(change, second)],
  };
}

function dot(a: Float64Array, b: Float64Array): number {
  let total = 0;
  for (let i = 0; i < a.length; i++) total += (a[i] as number) * (b[i] as number);
  return total;
}
