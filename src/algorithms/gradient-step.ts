import { UsageError } from "../errors.js";
import { adam, clipByGlobalNorm, type Optimizer, type Parameters } from "../nn/index.js";
import { compile, compileLoop, type Program, requireFinite, type TensorData } from "../runtime/index.js";
import type { Snapshot } from "../snapshot.js";
import { input, type Tensor } from "../tensor/index.js";

export interface GradientStepOptions<Diagnostics extends string> {
  readonly parameters: Parameters;
  /** A scalar to be minimized, written against symbolic parameters. */
  readonly loss: Tensor;
  /** Computed alongside, at the parameters before the step. */
  readonly diagnostics: Readonly<Record<Diagnostics, Tensor>>;
  /** Default: Adam. */
  readonly optimizer?: Optimizer;
  /** Two runs (gradient, then apply) instead of one, so that the learning rate may depend on the diagnostics. */
  readonly separate?: boolean;
}

/** What a program is fed, by input name. */
export type Feeds = Readonly<Record<string, TensorData>>;
/** Diagnostics by name; `gradientNorm` is the global norm before clipping. */
export type StepResult<Diagnostics extends string> = Record<Diagnostics | "gradientNorm", TensorData>;

/** Some steps in a row: how many, and rows of each one's batch. */
export interface Series {
  readonly count: number;
  readonly size: number;
}

/** A step that was computed but not taken. */
export interface Proposal<Diagnostics extends string> {
  readonly result: StepResult<Diagnostics>;
  /** Takes the step. With separate programs the learning rate may be given here. */
  accept(learningRate?: number): Promise<void>;
}

type Next = "nextParameters" | "nextFirstMoment" | "nextSecondMoment";

/** What a step reads and replaces; each [size]. */
interface OptimizerState {
  readonly parameters: Float32Array;
  readonly firstMoment: Float32Array;
  readonly secondMoment: Float32Array;
}

const zeroState = (size: number): OptimizerState => ({
  parameters: new Float32Array(size),
  firstMoment: new Float32Array(size),
  secondMoment: new Float32Array(size),
});

/**
 * Gradient descent (by Adam, unless told otherwise) with global-norm clipping on one flat parameter vector. `gradient(batch)` and
 * `apply(gradient)` are programs of their own (for accumulation, variance measurements and distribution); one fused run
 * does both where nothing needs the gradient in between.
 */
export class GradientStep<Diagnostics extends string> {
  /** A step writes the spare state, and taking it swaps the two: hot loops allocate nothing. */
  private spare: OptimizerState;
  private steps = 0;
  private readonly scalars = {
    learningRate: new Float32Array(1),
    maxGradNorm: new Float32Array(1),
    "optimizer/firstCorrection": new Float32Array(1),
    "optimizer/secondCorrection": new Float32Array(1),
  };

  private constructor(
    private current: OptimizerState,
    private readonly optimizer: Optimizer,
    private readonly programs: {
      readonly fused: Program<Next | Diagnostics | "gradientNorm"> | undefined;
      readonly gradient: () => Promise<Program<"gradient" | Diagnostics>>;
      readonly apply: () => Promise<Program<Next | "gradientNorm">>;
      readonly series: (size: number) => Promise<Program<Next | Diagnostics | "gradientNorm">>;
    },
    /** Arrays for the diagnostics that are scalars. */
    private readonly scalarResults: Readonly<Partial<Record<Diagnostics | "gradientNorm", Float32Array>>>,
  ) {
    this.spare = zeroState(current.parameters.length);
  }

  static async create<Diagnostics extends string>(
    { parameters, loss, diagnostics, optimizer = adam(), separate = false }: GradientStepOptions<Diagnostics>,
    values: Float32Array,
  ): Promise<GradientStep<Diagnostics>> {
    const learningRate = input("learningRate", []);
    const maxGradNorm = input("maxGradNorm", []);
    const applyTo = (raw: Tensor): Record<Next | "gradientNorm", Tensor> => {
      const { scale, norm } = clipByGlobalNorm(raw, maxGradNorm);
      const next = optimizer.update(parameters.flat, raw, learningRate, scale);
      return {
        nextParameters: next.parameters,
        nextFirstMoment: next.firstMoment,
        nextSecondMoment: next.secondMoment,
        gradientNorm: norm,
      };
    };
    const raw = parameters.gradient(loss);
    const whole = () => parameters.bind<Next | Diagnostics | "gradientNorm">({ ...diagnostics, ...applyTo(raw) });
    const fused = separate ? undefined : await compile({ outputs: whole() });
    const scalarNames = Object.entries<Tensor>(diagnostics).flatMap(([name, { shape }]) =>
      shape.length === 0 ? [name] : [],
    );
    return new GradientStep(
      { ...zeroState(parameters.size), parameters: values.slice() },
      optimizer,
      {
        fused,
        gradient: once(() =>
          compile<"gradient" | Diagnostics>({ outputs: parameters.bind({ ...diagnostics, gradient: raw }) }),
        ),
        apply: once(() => compile({ outputs: applyTo(input("gradient", [parameters.size])) })),
        series: oncePerSize((size) => compileLoop({ outputs: whole(), size, carried: CARRIED, perStep: CORRECTIONS })),
      },
      Object.fromEntries([...scalarNames, "gradientNorm"].map((name) => [name, new Float32Array(1)])) as Partial<
        Record<Diagnostics | "gradientNorm", Float32Array>
      >,
    );
  }

  /** The current parameters. The array is overwritten by the step after the next; copy it to keep it. */
  get parameters(): Float32Array {
    return this.current.parameters;
  }

  /** Optimizer steps so far. */
  get stepsTaken(): number {
    return this.steps;
  }

  /** The unclipped gradient at the current parameters, with the diagnostics. */
  async gradient(feeds: Feeds): Promise<Record<"gradient" | Diagnostics, TensorData>> {
    return (await this.programs.gradient()).run({ ...feeds, parameters: this.current.parameters });
  }

  /** Takes one optimizer step along a gradient [size]; returns the gradient's global norm before clipping. */
  async apply(gradient: Float32Array, learningRate: number, maxGradNorm: number): Promise<number> {
    const program = await this.programs.apply();
    const feeds = this.stateFeeds(learningRate, maxGradNorm);
    const { gradientNorm } = await program.run({ ...feeds, gradient }, this.stateTargets());
    const norm = gradientNorm as Float32Array;
    requireFinite("The gradient's norm", norm, `at optimizer step ${this.steps + 1}`);
    this.take();
    return norm[0]!;
  }

  /**
   * Computes a step without taking it. The scalars of its result are valid until the next proposal. Throws a RunError
   * if the gradient is not finite.
   */
  async propose(feeds: Feeds, learningRate: number, maxGradNorm: number): Promise<Proposal<Diagnostics>> {
    const { fused } = this.programs;
    const where = `at optimizer step ${this.steps + 1}`;
    if (fused) {
      const targets = { ...this.stateTargets(), ...this.scalarResults } as Partial<
        Record<Next | Diagnostics | "gradientNorm", Float32Array>
      >;
      const result = await fused.run({ ...feeds, ...this.stateFeeds(learningRate, maxGradNorm) }, targets);
      requireFinite("The gradient's norm", result.gradientNorm as Float32Array, where);
      return { result, accept: async () => this.take() };
    }
    const { gradient, ...diagnostics } = await this.gradient(feeds);
    const vector = gradient as Float32Array;
    const norm = Float32Array.of(Math.sqrt(vector.reduce((total, value) => total + value * value, 0)));
    requireFinite("The gradient's norm", norm, where);
    return {
      result: { ...diagnostics, gradientNorm: norm } as StepResult<Diagnostics>,
      accept: async (rate = learningRate) => {
        await this.apply(vector, rate, maxGradNorm);
      },
    };
  }

  /**
   * Computes several steps, each on its own batch, in one run, which costs less than a run for each: feeds [batch, …] hold
   * the batches one after the other, scalars of the result are [count]. The numbers are those of `propose` and `accept` in
   * turn. Throws what `propose` throws.
   */
  async proposeSeries(
    feeds: Feeds,
    series: Series,
    learningRate: number,
    maxGradNorm: number,
  ): Promise<Proposal<Diagnostics>> {
    const program = await this.programs.series(series.size);
    const corrections = Array.from({ length: series.count }, (_, k) => this.optimizer.corrections(this.steps + 1 + k));
    const result = await program.run(
      {
        ...feeds,
        ...this.stateFeeds(learningRate, maxGradNorm),
        "optimizer/firstCorrection": Float32Array.from(corrections, ({ first }) => first),
        "optimizer/secondCorrection": Float32Array.from(corrections, ({ second }) => second),
      },
      this.stateTargets() as Partial<Record<Next | Diagnostics | "gradientNorm", Float32Array>>,
    );
    const norms = result.gradientNorm as Float32Array;
    for (let k = 0; k < series.count; k++) {
      requireFinite("The gradient's norm", norms.subarray(k, k + 1), `at optimizer step ${this.steps + 1 + k}`);
    }
    return { result, accept: async () => this.take(series.count) };
  }

  /** Starts afresh from other parameters. */
  reset(values: Float32Array): void {
    this.current = { ...zeroState(values.length), parameters: values.slice() };
    this.steps = 0;
  }

  /** Replaces the parameters and keeps the optimizer's moments: another rule has moved them. */
  moveTo(values: Float32Array): void {
    this.current.parameters.set(values);
  }

  getState(): Snapshot {
    const { parameters, firstMoment, secondMoment } = this.current;
    return {
      parameters: parameters.slice(),
      firstMoment: firstMoment.slice(),
      secondMoment: secondMoment.slice(),
      steps: this.steps,
    };
  }

  setState(state: Snapshot): void {
    const saved = state as unknown as OptimizerState & { readonly steps: number };
    const size = this.current.parameters.length;
    if (saved.parameters.length !== size) {
      throw new UsageError({
        code: "checkpoint-mismatch",
        message: `The checkpoint holds ${saved.parameters.length} parameters, but the network has ${size}.`,
        fix: "Continue with the network and the exploration that the run was started with.",
      });
    }
    this.current = {
      parameters: saved.parameters.slice(),
      firstMoment: saved.firstMoment.slice(),
      secondMoment: saved.secondMoment.slice(),
    };
    this.steps = saved.steps;
  }

  private stateFeeds(learningRate: number, maxGradNorm: number): Feeds {
    const { scalars, current } = this;
    const { first, second } = this.optimizer.corrections(this.steps + 1);
    scalars.learningRate[0] = learningRate;
    scalars.maxGradNorm[0] = maxGradNorm;
    scalars["optimizer/firstCorrection"][0] = first;
    scalars["optimizer/secondCorrection"][0] = second;
    return {
      ...scalars,
      parameters: current.parameters,
      "optimizer/firstMoment": current.firstMoment,
      "optimizer/secondMoment": current.secondMoment,
    };
  }

  private stateTargets(): Record<Next, Float32Array> {
    const { parameters, firstMoment, secondMoment } = this.spare;
    return { nextParameters: parameters, nextFirstMoment: firstMoment, nextSecondMoment: secondMoment };
  }

  private take(count = 1): void {
    [this.current, this.spare] = [this.spare, this.current];
    this.steps += count;
  }
}

/** Inputs of a step that are outputs of the one before. */
const CARRIED = {
  parameters: "nextParameters",
  "optimizer/firstMoment": "nextFirstMoment",
  "optimizer/secondMoment": "nextSecondMoment",
} as const satisfies Readonly<Record<string, Next>>;
const CORRECTIONS = ["optimizer/firstCorrection", "optimizer/secondCorrection"];

function oncePerSize<T>(make: (size: number) => Promise<T>): (size: number) => Promise<T> {
  const made = new Map<number, Promise<T>>();
  return (size) => {
    const known = made.get(size) ?? make(size);
    made.set(size, known);
    return known;
  };
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => {
    made ??= make();
    return made;
  };
}
