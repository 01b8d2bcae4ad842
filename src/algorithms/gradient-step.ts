import { type AdamOptions, adam, clipByGlobalNorm, type Parameters } from "../nn/index.js";
import { compile, type Program, requireFinite, type TensorData } from "../runtime/index.js";
import type { Snapshot } from "../snapshot.js";
import { input, type Tensor } from "../tensor/index.js";

export interface GradientStepOptions<Diagnostics extends string> {
  readonly parameters: Parameters;
  /** A scalar to be minimized, written against symbolic parameters. */
  readonly loss: Tensor;
  /** Computed alongside, at the parameters before the step. */
  readonly diagnostics: Readonly<Record<Diagnostics, Tensor>>;
  readonly optimizer?: AdamOptions;
  /** Two runs (gradient, then apply) instead of one, so that the learning rate may depend on the diagnostics. */
  readonly separate?: boolean;
}

type Feeds = Readonly<Record<string, TensorData>>;
/** Diagnostics by name; `gradientNorm` is the global norm before clipping. */
export type StepResult<Diagnostics extends string> = Record<Diagnostics | "gradientNorm", TensorData>;

/** A step that was computed but not taken. */
export interface Proposal<Diagnostics extends string> {
  readonly result: StepResult<Diagnostics>;
  /** Takes the step. With separate programs the learning rate may be given here. */
  accept(learningRate?: number): Promise<void>;
}

type Next = "nextParameters" | "nextFirstMoment" | "nextSecondMoment";

/**
 * Gradient descent with Adam and global-norm clipping on one flat parameter vector. `gradient(batch)` and
 * `apply(gradient)` are programs of their own (for accumulation, variance measurements and distribution); one fused run
 * does both where nothing needs the gradient in between.
 */
export class GradientStep<Diagnostics extends string> {
  private constructor(
    private values: Float32Array,
    private moments: { first: Float32Array; second: Float32Array },
    private steps: number,
    private readonly optimizer: ReturnType<typeof adam>,
    private readonly programs: {
      readonly fused: Program<Next | Diagnostics | "gradientNorm"> | undefined;
      readonly gradient: () => Promise<Program<"gradient" | Diagnostics>>;
      readonly apply: () => Promise<Program<Next | "gradientNorm">>;
    },
  ) {}

  static async create<Diagnostics extends string>(
    { parameters, loss, diagnostics, optimizer: adamOptions, separate = false }: GradientStepOptions<Diagnostics>,
    values: Float32Array,
  ): Promise<GradientStep<Diagnostics>> {
    const optimizer = adam(adamOptions);
    const learningRate = input("learningRate", []);
    const maxGradNorm = input("maxGradNorm", []);
    const applyTo = (raw: Tensor): Record<Next | "gradientNorm", Tensor> => {
      const { gradient, norm } = clipByGlobalNorm(raw, maxGradNorm);
      const next = optimizer.update(parameters.flat, gradient, learningRate);
      return {
        nextParameters: next.parameters,
        nextFirstMoment: next.firstMoment,
        nextSecondMoment: next.secondMoment,
        gradientNorm: norm,
      };
    };
    const raw = parameters.gradient(loss);
    const fused = separate
      ? undefined
      : await compile<Next | Diagnostics | "gradientNorm">({
          outputs: parameters.bind({ ...diagnostics, ...applyTo(raw) }),
        });
    const state = optimizer.init(parameters.size);
    return new GradientStep(values, { first: state.firstMoment, second: state.secondMoment }, state.step, optimizer, {
      fused,
      gradient: once(() =>
        compile<"gradient" | Diagnostics>({ outputs: parameters.bind({ ...diagnostics, gradient: raw }) }),
      ),
      apply: once(() => compile({ outputs: applyTo(input("gradient", [parameters.size])) })),
    });
  }

  /** The current parameters; a new array after every step. */
  get parameters(): Float32Array {
    return this.values;
  }

  /** The unclipped gradient at the current parameters, with the diagnostics. */
  async gradient(feeds: Feeds): Promise<Record<"gradient" | Diagnostics, TensorData>> {
    return (await this.programs.gradient()).run({ ...feeds, parameters: this.values });
  }

  /** Takes one optimizer step along a gradient [size]; returns the gradient's global norm before clipping. */
  async apply(gradient: Float32Array, learningRate: number, maxGradNorm: number): Promise<number> {
    const next = await (await this.programs.apply()).run({ gradient, ...this.stateFeeds(learningRate, maxGradNorm) });
    const norm = next.gradientNorm as Float32Array;
    requireFinite("The gradient's norm", norm, `at optimizer step ${this.steps + 1}`);
    this.take(next);
    return norm[0]!;
  }

  /** Computes a step without taking it. Throws a RunError if the gradient is not finite. */
  async propose(feeds: Feeds, learningRate: number, maxGradNorm: number): Promise<Proposal<Diagnostics>> {
    const { fused } = this.programs;
    const where = `at optimizer step ${this.steps + 1}`;
    if (fused) {
      const result = await fused.run({ ...feeds, ...this.stateFeeds(learningRate, maxGradNorm) });
      requireFinite("The gradient's norm", result.gradientNorm as Float32Array, where);
      return { result, accept: async () => this.take(result) };
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

  /** Starts afresh from other parameters. */
  reset(values: Float32Array): void {
    const state = this.optimizer.init(values.length);
    this.values = values.slice();
    this.moments = { first: state.firstMoment, second: state.secondMoment };
    this.steps = 0;
  }

  getState(): Snapshot {
    return {
      parameters: this.values.slice(),
      firstMoment: this.moments.first.slice(),
      secondMoment: this.moments.second.slice(),
      steps: this.steps,
    };
  }

  setState(state: Snapshot): void {
    const saved = state as Record<string, Float32Array> & { readonly steps: number };
    this.values = (saved.parameters as Float32Array).slice();
    this.moments = {
      first: (saved.firstMoment as Float32Array).slice(),
      second: (saved.secondMoment as Float32Array).slice(),
    };
    this.steps = saved.steps;
  }

  private stateFeeds(learningRate: number, maxGradNorm: number): Feeds {
    return {
      parameters: this.values,
      learningRate: Float32Array.of(learningRate),
      maxGradNorm: Float32Array.of(maxGradNorm),
      "adam/firstMoment": this.moments.first,
      "adam/secondMoment": this.moments.second,
      ...this.optimizer.scalars(this.steps + 1),
    };
  }

  private take(next: Record<Next, TensorData>): void {
    this.values = next.nextParameters as Float32Array;
    this.moments = { first: next.nextFirstMoment as Float32Array, second: next.nextSecondMoment as Float32Array };
    this.steps++;
  }
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => {
    made ??= make();
    return made;
  };
}
