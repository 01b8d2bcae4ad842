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
    return replaceIn(outputs, this.binding.replacements);
  }

  /** The outputs with every parameter cut out of another vector [size], for example one step along a direction. */
  bindTo<Names extends string>(flat: Tensor, outputs: Readonly<Record<Names, Tensor>>): Record<Names, Tensor> {
    return replaceIn(outputs, this.pieces(flat));
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
    const tensors = this.declarations.map(({ tensor }) => tensor);
    return concat(gradients(loss, tensors).map(flatten), 0);
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
      this.bound = { flat, replacements: this.pieces(flat) };
    }
    return this.bound;
  }

  private pieces(flat: Tensor): Map<Tensor, Tensor> {
    const parts = split(
      flat,
      this.declarations.map(({ size }) => size),
      0,
    );
    return new Map(this.declarations.map(({ tensor, shape }, i) => [tensor, reshape(parts[i] as Tensor, shape)]));
  }
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
