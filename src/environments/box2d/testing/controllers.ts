/**
 * The controllers that Gymnasium demonstrates its environments with: landing with two proportional-derivative loops, and
 * walking by three phases per step. For comparing returns with Gymnasium's.
 */
export type Controller = (observation: ArrayLike<number>) => Float32Array;

const clamp = (value: number, limit: number) => Math.min(Math.max(value, -limit), limit);

/** What the lander wants to do about its angle and its height. */
function landingErrors(observation: ArrayLike<number>): { readonly turn: number; readonly climb: number } {
  const [x, y, speedX, speedY, angle, angularSpeed, left, right] = Array.from(observation) as [
    number,
    number,
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  if (left || right) return { turn: 0, climb: -0.5 * speedY };
  return {
    turn: 0.5 * (clamp(0.5 * x + speedX, 0.4) - angle) - angularSpeed,
    climb: 0.5 * (0.55 * Math.abs(x) - y) - 0.5 * speedY,
  };
}

/** Engine 0 to 3 for the discrete lander. */
export const landDiscrete: Controller = (observation) => {
  const { turn, climb } = landingErrors(observation);
  if (climb > Math.abs(turn) && climb > 0.05) return Float32Array.of(2);
  return Float32Array.of(turn < -0.05 ? 3 : turn > 0.05 ? 1 : 0);
};

/** Throttles for the continuous lander. */
export const landContinuous: Controller = (observation) => {
  const { turn, climb } = landingErrors(observation);
  return Float32Array.of(clamp(20 * climb - 1, 1), clamp(-20 * turn, 1));
};

const WALKING_SPEED = 0.29;
const KNEE_STRAIGHT = 0.1;

/** A walker's torques; has a memory of the phase it is in, so each episode needs its own. */
export function createWalkingController(): Controller {
  let phase: "swing" | "put down" | "push off" = "swing";
  let moving = 0;
  let supportingKnee = KNEE_STRAIGHT;

  return (observation) => {
    const s = Array.from(observation) as number[];
    const at = (index: number) => s[index]!;
    const supporting = 1 - moving;
    const movingLeg = 4 + 5 * moving;
    const supportingLeg = 4 + 5 * supporting;
    // zero is no target, in Gymnasium's controller as well
    const hip = [0, 0];
    const knee = [0, 0];

    if (phase === "swing") {
      hip[moving] = 1.1;
      knee[moving] = -0.6;
      supportingKnee = Math.min(supportingKnee + (at(2) > WALKING_SPEED ? 0.06 : 0.03), KNEE_STRAIGHT);
      knee[supporting] = supportingKnee;
      if (at(supportingLeg) < 0.1) phase = "put down";
    }
    if (phase === "put down") {
      hip[moving] = 0.1;
      knee[moving] = KNEE_STRAIGHT;
      knee[supporting] = supportingKnee;
      if (at(movingLeg + 4) !== 0) {
        phase = "push off";
        supportingKnee = Math.min(at(movingLeg + 2), KNEE_STRAIGHT);
      }
    }
    if (phase === "push off") {
      knee[moving] = supportingKnee;
      knee[supporting] = 1;
      if (at(supportingLeg + 2) > 0.88 || at(2) > 1.2 * WALKING_SPEED) {
        phase = "swing";
        moving = supporting;
      }
    }

    const torques = new Float32Array(4);
    for (let leg = 0; leg < 2; leg++) {
      const joint = 4 + 5 * leg;
      const hipError = hip[leg] === 0 ? 0 : 0.9 * (hip[leg]! - at(joint)) - 0.25 * at(joint + 1);
      const kneeError = knee[leg] === 0 ? 0 : 4 * (knee[leg]! - at(joint + 2)) - 0.25 * at(joint + 3);
      const upright = 0.9 * at(0) + 1.5 * at(1);
      torques[2 * leg] = clamp(0.5 * (hipError + upright), 1);
      torques[2 * leg + 1] = clamp(0.5 * (kneeError - 15 * at(3)), 1);
    }
    return torques;
  };
}
