import { isImage, partsOf, type Space } from "../../spaces/index.js";
import type { Snapshot, VectorEnvironment } from "../environment.js";
import { recordOf } from "../snapshots.js";
import { checkPositive, checkSize, type NormalizationOptions, type Normalized } from "./options.js";
import { createRunningStatistics } from "./running-statistics.js";

/**
 * Observations as clip((observation − mean) / √(variance + ε)), with statistics that every reset and step updates before
 * they are used (Engstrom et al. 2020, "Implementation matters in deep policy gradients"); those of a task with a mirror
 * are symmetric. Final observations are normalized with the same statistics, but do not enter them. Images (rank 3, finite
 * bounds) are left as they are: their bounds are known, and statistics per pixel would say more of where things happen to
 * be than of their scale.
 * Throws UsageError `invalid-option`.
 */
export function normalizeObservation(vector: VectorEnvironment, options: NormalizationOptions = {}): Normalized {
  const { clip = 10, epsilon = 1e-8, frozen = false } = options;
  const { count, observationSize } = vector;
  const statistics = options.statistics ?? createRunningStatistics(observationSize);
  checkPositive("normalizeObservation", "clip", clip);
  checkPositive("normalizeObservation", "epsilon", epsilon);
  checkSize("normalizeObservation", statistics, observationSize);
  const map = vector.definition.mirror?.observation;
  const isPixel = pixelsOf(vector.definition.observationSpace, observationSize);
  const observations = new Float32Array(count * observationSize);
  const finalObservations = new Float32Array(count * observationSize);
  const scale = new Float64Array(observationSize);

  function normalizeRow(raw: Float32Array, normalized: Float32Array, copy: number): void {
    const row = copy * observationSize;
    for (let element = 0; element < observationSize; element++) {
      if (isPixel?.[element] === 1) {
        normalized[row + element] = raw[row + element]!;
        continue;
      }
      const value = (raw[row + element]! - statistics.mean[element]!) * scale[element]!;
      normalized[row + element] = Math.min(Math.max(value, -clip), clip);
    }
  }

  function refresh(): void {
    for (let element = 0; element < observationSize; element++) {
      scale[element] = 1 / Math.sqrt(statistics.variance[element]! + epsilon);
    }
    for (let copy = 0; copy < count; copy++) {
      normalizeRow(vector.observations, observations, copy);
      if (vector.terminated[copy] === 1 || vector.truncated[copy] === 1) {
        normalizeRow(vector.finalObservations, finalObservations, copy);
      }
    }
  }

  function learn(): void {
    if (!normalized.training) return;
    statistics.update(vector.observations, count);
    if (map) statistics.symmetrize(map);
  }

  const normalized: Normalized = {
    ...vector,
    observations,
    finalObservations,
    statistics,
    training: !frozen,

    reset() {
      vector.reset();
      learn();
      refresh();
    },

    step(actions) {
      vector.step(actions);
      learn();
      refresh();
    },

    getState: (): Snapshot => ({ vector: vector.getState(), statistics: statistics.getState() }),

    setState(state) {
      const record = recordOf(vector.definition.id, state);
      vector.setState(record.vector ?? null);
      statistics.setState(record.statistics ?? null);
      refresh();
    },
  };
  return normalized;
}

/** 1 for every element that belongs to an image; undefined if there is none. */
function pixelsOf(space: Space, size: number): Uint8Array | undefined {
  const images = partsOf(space).filter((part) => isImage(part.space));
  if (images.length === 0) return undefined;
  const pixels = new Uint8Array(size);
  for (const { offset, size } of images) pixels.fill(1, offset, offset + size);
  return pixels;
}
