import { describe, expect, it } from "vitest";
import { createMotion } from "./motion.js";
import { defaultRewardWeights, rewardTerms, rewardWeights } from "./rewards.js";

/** One step of a robot with two joints and two feet. */
function example() {
  const motion = createMotion(2, 2);
  motion.command.set([1, 0, 0.5]);
  motion.commanded = true;
  motion.linearVelocity.set([0.7, 0.4, -0.2]);
  motion.angularVelocity.set([0.1, -0.3, 0]);
  motion.gravity.set([0.6, 0, -0.8]);
  motion.relativeHeight = 0.9;
  motion.jointOffsets.set([0.2, -0.3]);
  motion.jointAccelerations.set([10, -20]);
  motion.torques.set([3, 4]);
  motion.action.set([0.5, 0]);
  motion.lastAction.set([0.2, 0.4]);
  motion.contacts.set([1, 0]);
  motion.footHeights.set([0, 0.09]);
  motion.footSpeeds.set([0.5, 2]);
  motion.touchdowns.set([0.3, 0]);
  return motion;
}

describe("reward terms", () => {
  it("are what their formulas say, by hand", () => {
    const motion = example();
    expect(rewardTerms.alive()).toBe(1);
    // (0.7 − 1)² + 0.4² = 0.25
    expect(rewardTerms.linearVelocity(motion)).toBeCloseTo(Math.exp(-1), 12);
    // 0.5² = 0.25
    expect(rewardTerms.yawRate(motion)).toBeCloseTo(Math.exp(-1), 12);
    expect(rewardTerms.verticalVelocity(motion)).toBeCloseTo(0.04, 12);
    expect(rewardTerms.rollPitchRate(motion)).toBeCloseTo(0.1, 12);
    expect(rewardTerms.tilt(motion)).toBeCloseTo(0.36, 12);
    expect(rewardTerms.height(motion)).toBeCloseTo(0.01, 12);
    expect(rewardTerms.torque(motion)).toBeCloseTo(25, 12);
    expect(rewardTerms.jointAcceleration(motion)).toBeCloseTo(500, 12);
    expect(rewardTerms.actionRate(motion)).toBeCloseTo(0.25, 12);
    // (0.3 − 0.2) / 0.2
    expect(rewardTerms.airTime(motion)).toBeCloseTo(0.5, 12);
    expect(rewardTerms.standStill(motion)).toBe(0);
    expect(rewardTerms.liftedFeet(motion)).toBe(0);
    // 0.2² + 0.3²
    expect(rewardTerms.posture(motion)).toBeCloseTo(0.13, 12);
    // only the foot on the ground
    expect(rewardTerms.footSlip(motion)).toBeCloseTo(0.25, 12);
    // 0.5² for the one on the ground, 2² · (1 − 0.09 / 0.15) for the one at three fifths of the clearance
    expect(rewardTerms.footClearance(motion)).toBeCloseTo(0.25 + 1.6, 12);
  });

  it("change where no motion is commanded: a foot off the ground costs as long as it is, as does leaving the pose", () => {
    const motion = example();
    motion.commanded = false;
    expect(rewardTerms.airTime(motion)).toBe(0);
    expect(rewardTerms.liftedFeet(motion)).toBe(1);
    motion.contacts.set([0, 0]);
    expect(rewardTerms.liftedFeet(motion)).toBe(2);
    expect(rewardTerms.standStill(motion)).toBeCloseTo(0.5, 12);
  });

  it("long swings earn no more than those of 0.4 s, and short ones cost", () => {
    const motion = example();
    motion.touchdowns.set([2, 0.1]);
    expect(rewardTerms.airTime(motion)).toBeCloseTo(1 - 0.5, 12);
  });

  it("feet that are high enough, or sink in, move at will or count as on the ground", () => {
    const motion = example();
    motion.footHeights.set([-0.01, 0.2]);
    expect(rewardTerms.footClearance(motion)).toBeCloseTo(0.25, 12);
  });
});

describe("weights of the reward's terms", () => {
  it("are those given, or else the robot's own, or else the task's defaults", () => {
    const own = { posture: -0.1, footSlip: -0.2 };
    const weights = rewardWeights(defaultRewardWeights, own, { footSlip: 0 });
    expect(weights).toEqual({ ...defaultRewardWeights, posture: -0.1, footSlip: 0 });
  });
});
