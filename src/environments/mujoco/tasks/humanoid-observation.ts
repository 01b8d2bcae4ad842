import * as v from "valibot";
import { addUniform, type TaskRules, type World, write } from "../task.js";
import { flag, scale } from "../task-options.js";

/** Options of both humanoids. */
export const humanoidObservationOptions = {
  resetNoiseScale: scale(1e-2),
  excludeCurrentPositionsFromObservation: flag(true),
  includeCinertInObservation: flag(true),
  includeCvelInObservation: flag(true),
  includeQfrcActuatorInObservation: flag(true),
  includeCfrcExtInObservation: flag(true),
};

const schema = v.object(humanoidObservationOptions);

/** Numbers per body of `cinert`, `cvel` and `cfrc_ext`; the world's own are left out. */
const CINERT = 10;
const CVEL = 6;
const CFRC = 6;
/** Forces of the root joint, which nothing drives. */
const ROOT = 6;

/** What both humanoids observe, and how they start. */
export function humanoidObservation(
  { model, data }: World,
  options: v.InferOutput<typeof schema>,
): Pick<TaskRules, "observationSize" | "needsBodyForces" | "start" | "observe"> {
  const { nq, nv, nbody } = model.sizes;
  const skipped = options.excludeCurrentPositionsFromObservation ? 2 : 0;
  const {
    includeCinertInObservation: cinert,
    includeCvelInObservation: cvel,
    includeQfrcActuatorInObservation: actuator,
    includeCfrcExtInObservation: forces,
  } = options;
  return {
    observationSize:
      nq -
      skipped +
      nv +
      (cinert ? CINERT * (nbody - 1) : 0) +
      (cvel ? CVEL * (nbody - 1) : 0) +
      (actuator ? nv - ROOT : 0) +
      (forces ? CFRC * (nbody - 1) : 0),
    needsBodyForces: true,
    start(random) {
      addUniform(data.qpos, options.resetNoiseScale, random);
      addUniform(data.qvel, options.resetNoiseScale, random);
    },
    observe(observation, offset) {
      let next = write(observation, offset, data.qpos, skipped);
      next = write(observation, next, data.qvel);
      if (cinert) next = write(observation, next, data.cinert, CINERT);
      if (cvel) next = write(observation, next, data.cvel, CVEL);
      if (actuator) next = write(observation, next, data.qfrc_actuator, ROOT);
      if (forces) write(observation, next, data.cfrc_ext, CFRC);
    },
  };
}
