/** [low, high]; ends may be infinite. */
export type Interval = readonly [low: number, high: number];

/** Of tasks that move along x: reward = forwardRewardWeight · speed − ctrlCostWeight · Σ action² + …. */
export interface LocomotionKeywords {
  readonly forwardRewardWeight?: number;
  readonly ctrlCostWeight?: number;
  /** Half width, or standard deviation, of the noise in start positions and velocities. */
  readonly resetNoiseScale?: number;
  /** Whether the observation leaves out where the body is along the ground; default true. */
  readonly excludeCurrentPositionsFromObservation?: boolean;
}

/** Of tasks in which a body can fall. */
export interface HealthKeywords {
  /** Added at every step in which the body is within the healthy ranges. */
  readonly healthyReward?: number;
  /** Whether the episode ends outside of them; default true. */
  readonly terminateWhenUnhealthy?: boolean;
  /** Heights of the torso. */
  readonly healthyZRange?: Interval;
}

export interface Walker2dKeywords extends LocomotionKeywords, HealthKeywords {
  readonly healthyAngleRange?: Interval;
}

export interface HopperKeywords extends Walker2dKeywords {
  /** Of every position but x and z, and every velocity. */
  readonly healthyStateRange?: Interval;
}

export interface AntKeywords extends LocomotionKeywords, HealthKeywords {
  readonly contactCostWeight?: number;
  /** What contact forces are clipped to. */
  readonly contactForceRange?: Interval;
  /** Name or id of the body whose speed is rewarded; default 1. */
  readonly mainBody?: number | string;
  readonly includeCfrcExtInObservation?: boolean;
}

export interface HumanoidObservationKeywords {
  readonly includeCinertInObservation?: boolean;
  readonly includeCvelInObservation?: boolean;
  readonly includeQfrcActuatorInObservation?: boolean;
  readonly includeCfrcExtInObservation?: boolean;
}

export interface HumanoidKeywords extends LocomotionKeywords, HealthKeywords, HumanoidObservationKeywords {
  readonly contactCostWeight?: number;
  /** What the cost of contacts is clipped to. */
  readonly contactCostRange?: Interval;
}

export interface HumanoidStandupKeywords
  extends Pick<LocomotionKeywords, "ctrlCostWeight" | "resetNoiseScale" | "excludeCurrentPositionsFromObservation">,
    HumanoidObservationKeywords {
  /** Taken and, as in Gymnasium, without effect. */
  readonly uphCostWeight?: number;
  readonly impactCostWeight?: number;
  readonly impactCostRange?: Interval;
}

export interface ReacherKeywords {
  readonly rewardDistWeight?: number;
  readonly rewardControlWeight?: number;
}

export interface PusherKeywords extends ReacherKeywords {
  readonly rewardNearWeight?: number;
}

export interface InvertedPendulumKeywords {
  readonly resetNoiseScale?: number;
}

export interface InvertedDoublePendulumKeywords extends InvertedPendulumKeywords {
  readonly healthyReward?: number;
}

/** Gymnasium's keyword arguments of each task, in camel case, with Gymnasium's defaults. */
export interface MujocoTaskKeywords {
  readonly "InvertedPendulum-v5": InvertedPendulumKeywords;
  readonly "InvertedDoublePendulum-v5": InvertedDoublePendulumKeywords;
  readonly "Reacher-v5": ReacherKeywords;
  readonly "Pusher-v5": PusherKeywords;
  readonly "Swimmer-v5": LocomotionKeywords;
  readonly "HalfCheetah-v5": LocomotionKeywords;
  readonly "Hopper-v5": HopperKeywords;
  readonly "Walker2d-v5": Walker2dKeywords;
  readonly "Ant-v5": AntKeywords;
  readonly "Humanoid-v5": HumanoidKeywords;
  readonly "HumanoidStandup-v5": HumanoidStandupKeywords;
}

export type MujocoTaskId = keyof MujocoTaskKeywords;
