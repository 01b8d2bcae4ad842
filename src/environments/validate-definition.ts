import { UsageError } from "../errors.js";
import { actionSizeOf, describeValue, validateSpace } from "../spaces/index.js";
import type { Dynamics, EnvironmentDefinition } from "./environment.js";
import { validateMirror } from "./mirror.js";
import { validateSettings } from "./validate-settings.js";

function invalid(message: string, fix: string): UsageError {
  return new UsageError({ code: "invalid-environment", message, fix });
}

function isPositiveWhole(value: unknown): boolean {
  return Number.isSafeInteger(value) && (value as number) >= 1;
}

function validateDynamics(id: string, dynamics: Dynamics): void {
  if (!isPositiveWhole(dynamics.stateSize)) {
    throw invalid(
      `Environment "${id}" has stateSize ${dynamics.stateSize}.`,
      "Give the number of float64 values per copy, at least 1.",
    );
  }
  const initial = dynamics.initialStateSize;
  if (initial !== undefined && !(isPositiveWhole(initial) && initial <= dynamics.stateSize)) {
    throw invalid(
      `Environment "${id}" has initialStateSize ${initial}, which is not from 1 to its stateSize ${dynamics.stateSize}.`,
      "Give the number of leading state values that define a start.",
    );
  }
  for (const name of ["reset", "step", "isTerminal", "observe"] as const) {
    if (typeof dynamics[name] !== "function")
      throw invalid(`Environment "${id}" lacks dynamics.${name}.`, `Add the function ${name}.`);
  }
}

function validateCriticOnly({ id, observationSpace }: EnvironmentDefinition, keys: readonly string[]): void {
  if (!Array.isArray(keys)) {
    throw invalid(
      `Environment "${id}" has criticOnly ${describeValue(keys)}.`,
      'Give a list of keys of its observationSpace, such as criticOnly: ["privileged"].',
    );
  }
  const known = observationSpace.kind === "dict" ? Object.keys(observationSpace.spaces) : [];
  const unknown = keys.find((key) => !known.includes(key));
  if (unknown !== undefined) {
    throw invalid(
      `Environment "${id}" shows "${unknown}" to the critic alone, but its observationSpace has no such key.`,
      known.length === 0
        ? "Make the observationSpace a dict with that key, or leave criticOnly out."
        : `Its keys are ${known.map((key) => `"${key}"`).join(", ")}.`,
    );
  }
  if (known.length > 0 && known.every((key) => keys.includes(key))) {
    throw invalid(
      `Environment "${id}" shows all of its observation to the critic alone.`,
      "Leave at least one key for the policy.",
    );
  }
}

/** Throws UsageError `invalid-environment` (or the space's own error) unless the declaration makes sense. */
export function validateDefinition(definition: EnvironmentDefinition): void {
  if (typeof definition !== "object" || definition === null) {
    throw invalid(
      `${describeValue(definition)} is not an environment's definition.`,
      "Pass what defineEnvironment returned.",
    );
  }
  const { id, maxEpisodeSteps, rewardThreshold } = definition;
  if (typeof id !== "string" || id.trim() === "") {
    throw invalid(
      `An environment's id is a non-empty string, but got ${JSON.stringify(id)}.`,
      'Give for example id: "Corridor-v0".',
    );
  }
  for (const name of ["observationSpace", "actionSpace"] as const) {
    if (definition[name] === undefined || definition[name] === null) {
      throw invalid(
        `Environment "${id}" has no ${name}.`,
        `Give ${name}: box(…), discrete(…), multiDiscrete(…), multiBinary(…) or dict(…).`,
      );
    }
    validateSpace(`${name} of environment "${id}"`, definition[name]);
  }
  actionSizeOf(definition.actionSpace);
  if (definition.criticOnly !== undefined) validateCriticOnly(definition, definition.criticOnly);
  if (maxEpisodeSteps !== undefined && !isPositiveWhole(maxEpisodeSteps)) {
    throw invalid(
      `Environment "${id}" has maxEpisodeSteps ${maxEpisodeSteps}.`,
      "Give a whole number ≥ 1, or leave it out for no limit.",
    );
  }
  if (rewardThreshold !== undefined && !Number.isFinite(rewardThreshold)) {
    throw invalid(
      `Environment "${id}" has rewardThreshold ${rewardThreshold}.`,
      "Give the return that counts as solved, or leave it out.",
    );
  }
  if (definition.settings !== undefined) validateSettings(id, definition.settings);
  if (definition.mirror) validateMirror(id, definition.mirror, definition.observationSpace, definition.actionSpace);
  const { create, dynamics, load } = definition;
  if ([create, dynamics, load].filter((way) => way !== undefined).length !== 1) {
    throw invalid(`Environment "${id}" needs either create or dynamics, or load.`, "Give exactly one of them.");
  }
  if (typeof create === "function" || typeof load === "function") return;
  if (typeof dynamics !== "object" || dynamics === null) {
    throw invalid(`Environment "${id}" needs either create or dynamics, or load.`, "Give exactly one of them.");
  }
  validateDynamics(id, dynamics);
}
