/**
 * How exact gradients and ONNX Runtime are, per operation, over many random shapes and numbers (npx tsx bench/gradient-accuracy.ts [cases]).
 * Columns: largest relative error of first- and second-order gradients against finite differences (float64), and of
 * ONNX Runtime (float32) against the float64 reference for the operation and for both of its gradients.
 */
import * as fc from "fast-check";
import { differentiate, gradientErrors, runtimeErrors } from "../src/tensor/testing/accuracy.js";
import { operationCases } from "../src/tensor/testing/operation-cases.js";

const cases = Number(process.argv[2] ?? 300);
const columns = ["first", "second", "ort", "ort first", "ort second"] as const;
const worst = new Map<string, number[]>();

async function main(): Promise<void> {
  for (const { operation, instances } of operationCases) {
    const errors = worst.get(operation) ?? columns.map(() => 0);
    worst.set(operation, errors);
    for (const instance of fc.sample(instances, { seed: 1, numRuns: cases })) {
      const graphs = differentiate(instance);
      const gradient = gradientErrors(graphs, instance.seed);
      const runtime = await runtimeErrors(graphs);
      const measured = [gradient.first, gradient.second, runtime.outputs, runtime.first, runtime.second];
      for (const [i, error] of measured.entries()) errors[i] = Math.max(errors[i] ?? 0, error);
    }
  }
  console.log(`Largest relative errors over ${cases} random cases per operation (node ${process.version})`);
  const row = (name: string, cells: readonly string[]) =>
    console.log(name.padEnd(18) + cells.map((cell) => cell.padStart(12)).join(""));
  row("operation", columns);
  const format = (error: number) => (error === 0 ? "0" : error.toExponential(1));
  for (const [operation, errors] of [...worst].sort(([a], [b]) => (a < b ? -1 : 1))) row(operation, errors.map(format));
  const all = columns.map((_, i) => Math.max(...[...worst.values()].map((errors) => errors[i] ?? 0)));
  row("all", all.map(format));
}

void main();
