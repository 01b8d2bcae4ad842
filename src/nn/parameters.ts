import { UsageError } from "../errors.js";
import type { Random } from "../random/index.js";
import {
  concat,
  constant,
  flatten,
  formatShape,
  gradients,
  input,
  reshape,
  shapesEqual,
  slice,
  split,
  stopGradient,
  substitute,
  type Tensor,
  topologicalOrder,
} from "../tensor/index.js";
import type { Initializer } from "./initializers.js";

/** One named parameter and where it lies in the flat vector. */
export interface ParameterEntry {
  readonly name: string;
  readonly shape: readonly number[];
  readonly offset: number;
  readonly size: number;
}

/** Declares parameters under a common prefix. */
export interface Scope {
  /** A trainable tensor. Throws a UsageError if the name is taken. */
  parameter(name: string, shape: readonly number[], initializer: Initializer): Tensor;
  scope(name: string): Scope;
}

/** Some of a model's parameters, as a vector of their own: a stretch of the flat one. */
export interface ParameterPart {
  /** Where the stretch begins in the flat vector, and its length. */
  readonly offset: number;
  readonly size: number;
  /** The outputs with these parameters cut out of `flat` [size]; all others stay as they are. */
  bindTo<Names extends string>(flat: Tensor, outputs: Readonly<Record<Names, Tensor>>): Record<Names, Tensor>;
  /** ∂loss/∂these parameters: [size]. */
  gradient(loss: Tensor): Tensor;
}

interface Declaration extends ParameterEntry {
  readonly tensor: Tensor;
  readonly initializer: Initializer;
}

/**
 * All parameters of a model in one flat float32 vector, which makes the optimizer a handful of operations whatever the
 * model is. Networks are written against symbolic parameters; `bind` cuts them out of the fed vector `parameters`,
 * `freeze` makes them constants.
 */
export class Parameters implements Scope {
  private readonly declarations: Declaration[] = [];
  private total = 0;
  private bound: { readonly flat: Tensor; readonly replacements: Map<Tensor, Tensor> } | undefined;

  /** Numbers in the flat vector. */
  get size(): number {
    return this.total;
  }

  get layout(): readonly ParameterEntry[] {
    return this.declarations.map(({ name, shape, offset, size }) => ({ name, shape, offset, size }));
  }

  parameter(name: string, shape: readonly number[], initializer: Initializer): Tensor {
    if (this.declarations.some((other) => other.name === name)) {
      throw new UsageError({
        code: "duplicate-parameter",
        message: `Two parameters are named "${name}".`,
        fix: "Give each layer its own name, or a scope of its own.",
      });
    }
    if (this.bound) {
      throw new UsageError({
        code: "parameters-bound",
        message: `Parameter "${name}" was declared after the layout had been used.`,
        fix: "Declare every parameter before compiling a program.",
      });
    }
    const size = shape.reduce((product, dimension) => product * dimension, 1);
    const tensor = input(`parameter ${name}`, shape);
    this.declarations.push({ name, shape, size, offset: this.total, tensor, initializer });
    this.total += size;
    return tensor;
  }

  scope(name: string): Scope {
    return {
      parameter: (inner, shape, initializer) => this.parameter(`${name}/${inner}`, shape, initializer),
      scope: (inner) => this.scope(`${name}/${inner}`),
    };
  }

  /**
   * A scope that gives the parameters declared so far, for a second form of the same network. Throws a UsageError for a
   * name or a shape that was not declared.
   */
  get declared(): Scope {
    const within = (prefix: string): Scope => ({
      parameter: (name, shape) => this.find(`${prefix}${name}`, shape),
      scope: (name) => within(`${prefix}${name}/`),
    });
    return within("");
  }

  /** Fresh values: [size]. Each parameter draws from its own stream, so adding one does not change the others. */
  initialize(random: Random): Float32Array {
    const values = new Float32Array(this.total);
    for (const { name, shape, offset, initializer } of this.declarations) {
      values.set(initializer(shape, random.split(name)), offset);
    }
    return values;
  }

  /** The flat vector as a graph input named `parameters`. */
  get flat(): Tensor {
    return this.binding.flat;
  }

  /** The outputs with every parameter cut out of the fed vector `parameters`. */
  bind<Names extends string>(outputs: Readonly<Record<Names, Tensor>>): Record<Names, Tensor> {
    const { flat, replacements } = this.binding;
    const used = this.usedBy(Object.values(outputs));
    const skipped = this.total - sizeOf(used);
    // Cutting copies: what is large and not needed is left out first.
    if (used.length === 0 || skipped < LARGE) return replaceIn(outputs, replacements);
    const offset = used[0]!.offset; // not empty
    return replaceIn(outputs, cut(slice(flat, 0, offset, offset + sizeOf(used)), used));
  }

  /** A smaller vector, of those parameters alone that `outputs` depend on, in their order and under their names. */
  neededFor(outputs: readonly Tensor[]): Parameters {
    const nodes = new Set(topologicalOrder(outputs));
    const needed = new Parameters();
    for (const declaration of this.declarations) {
      if (!nodes.has(declaration.tensor.node)) continue;
      needed.declarations.push({ ...declaration, offset: needed.total });
      needed.total += declaration.size;
    }
    return needed;
  }

  /** The parameters whose names begin with `prefix` and a slash. Throws a UsageError if they do not lie side by side. */
  part(prefix: string): ParameterPart {
    const own = this.declarations.filter(({ name }) => name.startsWith(`${prefix}/`));
    const size = own.reduce((total, declaration) => total + declaration.size, 0);
    if (own.length === 0 || sizeOf(own) !== size) {
      throw new UsageError({
        code: "scattered-parameters",
        message: `The parameters under "${prefix}" ${own.length === 0 ? "are none" : "do not lie side by side"}.`,
        fix: "Declare all parameters of a part one after the other, under one scope.",
      });
    }
    return {
      offset: own[0]!.offset, // not empty
      size,
      bindTo: (flat, outputs) => replaceIn(outputs, cut(flat, own)),
      gradient: (loss) => gradientOf(loss, own),
    };
  }

  /** The outputs with every parameter cut out of another vector [size], for example one step along a direction. */
  bindTo<Names extends string>(flat: Tensor, outputs: Readonly<Record<Names, Tensor>>): Record<Names, Tensor> {
    return replaceIn(outputs, cut(flat, this.declarations));
  }

  /** The outputs with every parameter a constant: the fastest form for acting, and the one that is exported. */
  freeze<Names extends string>(outputs: Readonly<Record<Names, Tensor>>, values: Float32Array): Record<Names, Tensor> {
    const replacements = new Map(
      this.declarations.map(({ name, shape, offset, size, tensor }) => [
        tensor,
        constant(values.slice(offset, offset + size), shape, "float32", name),
      ]),
    );
    return replaceIn(outputs, replacements);
  }

  /** ∂loss/∂parameters as one flat tensor [size], to be bound like any other output. */
  gradient(loss: Tensor): Tensor {
    return gradientOf(loss, this.declarations);
  }

  /** `output`, in which every parameter that `others` depend on counts as a constant: its gradient there is exactly 0. */
  apartFrom(output: Tensor, others: readonly Tensor[]): Tensor {
    const used = new Set(topologicalOrder(others));
    const held = this.declarations.filter(({ tensor }) => used.has(tensor.node));
    const replacements = new Map(held.map(({ tensor }) => [tensor, stopGradient(tensor)]));
    return substitute([output], replacements)[0] as Tensor;
  }

  private find(name: string, shape: readonly number[]): Tensor {
    const found = this.declarations.find((other) => other.name === name);
    if (found && shapesEqual(found.shape, shape)) return found.tensor;
    throw new UsageError({
      code: "undeclared-parameter",
      message: `Parameter "${name}" ${formatShape(shape)} ${found ? `was declared as ${formatShape(found.shape)}` : "was not declared when the network was first built"}.`,
      fix: "Let a network function declare the same parameters every time it is called.",
    });
  }

  private get binding() {
    if (!this.bound) {
      const flat = input("parameters", [this.total]);
      this.bound = { flat, replacements: cut(flat, this.declarations) };
    }
    return this.bound;
  }

  /** The shortest run of declarations that holds everything the outputs depend on. */
  private usedBy(outputs: readonly Tensor[]): readonly Declaration[] {
    const nodes = new Set(topologicalOrder(outputs));
    const isUsed = ({ tensor }: Declaration) => nodes.has(tensor.node);
    return this.declarations.slice(
      Math.max(0, this.declarations.findIndex(isUsed)),
      this.declarations.findLastIndex(isUsed) + 1,
    );
  }
}

/** Numbers; cutting so many takes some 10 µs. */
const LARGE = 2 ** 15;

/** Numbers from the first declaration to the last. */
function sizeOf(declarations: readonly Declaration[]): number {
  const [first, last] = [declarations[0], declarations[declarations.length - 1]];
  return first && last ? last.offset + last.size - first.offset : 0;
}

/** Cuts neighboring parameters out of a vector that holds just them. */
function cut(flat: Tensor, declarations: readonly Declaration[]): Map<Tensor, Tensor> {
  const parts = split(
    flat,
    declarations.map(({ size }) => size),
    0,
  );
  return new Map(declarations.map(({ tensor, shape }, i) => [tensor, reshape(parts[i] as Tensor, shape)]));
}

function gradientOf(loss: Tensor, declarations: readonly Declaration[]): Tensor {
  const tensors = declarations.map(({ tensor }) => tensor);
  return concat(gradients(loss, tensors).map(flatten), 0);
}

function replaceIn<Names extends string>(
  outputs: Readonly<Record<Names, Tensor>>,
  replacements: ReadonlyMap<Tensor, Tensor>,
): Record<Names, Tensor> {
  const names = Object.keys(outputs) as Names[];
  const replaced = substitute(
    names.map((name) => outputs[name]),
    replacements,
  );
  return Object.fromEntries(names.map((name, i) => [name, replaced[i]])) as Record<Names, Tensor>;
}
