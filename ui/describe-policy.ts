import type { Space } from "proximal/spaces";
import type { Scene } from "./scene.js";

/** What the policy's distribution means to a viewer. */
export function describePolicy(
  space: Pick<Space, "kind">,
  parameters: Float32Array,
): Pick<Scene, "probabilities" | "gaussian"> {
  if (space.kind === "discrete") {
    const largest = parameters.reduce((a, b) => Math.max(a, b));
    const weights = Array.from(parameters, (logit) => Math.exp(logit - largest));
    const total = weights.reduce((a, b) => a + b);
    return { probabilities: weights.map((weight) => weight / total), gaussian: undefined };
  }
  if (space.kind !== "box") return { probabilities: undefined, gaussian: undefined };
  const size = parameters.length / 2;
  return {
    probabilities: undefined,
    gaussian: { mean: [...parameters.slice(0, size)], std: Array.from(parameters.slice(size), Math.exp) },
  };
}
