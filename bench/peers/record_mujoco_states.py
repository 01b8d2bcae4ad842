"""Records random trajectories of Gymnasium's MuJoCo tasks with all that a step depends on, for bench/mujoco-fidelity.ts.

    record_mujoco_states.py --environment Ant-v5 --trajectories 20 --steps 100 --seed 1 --out FILE

Everything is float64. FILE holds, for each trajectory, `steps` rows:

    action, [state before, carried], [state after, observation, reward], nudged [qpos, qvel] after

where a state is qpos, qvel, act, qacc_warmstart and time, and `carried` is what the step's reward compares with (the x
of what is rewarded for moving, as Gymnasium takes it before the step). The nudged ones are of a second simulation by the
same native engine whose first qpos were moved by one unit in the last place, free running with the same actions. The
recording goes on where an episode would end.

Prints one line of JSON: {"environment", "nq", "nv", "na", "nu", "carried", "observation", "integrator", "versions"}, all
but the first and the last two being sizes.
"""

import argparse
import json

import gymnasium
import mujoco
import numpy


def carried(simulation):
    """What the reward of the step to come compares with, as Gymnasium takes it before stepping."""
    name = type(simulation).__name__
    if name == "AntEnv":
        return [simulation.data.body(simulation._main_body).xpos[0]]
    if name == "HumanoidEnv":
        mass = simulation.model.body_mass
        return [(mass @ simulation.data.xipos[:, 0]) / mass.sum()]
    if name in ("HalfCheetahEnv", "HopperEnv", "Walker2dEnv", "SwimmerEnv"):
        return [simulation.data.qpos[0]]
    return []


def state(data):
    return numpy.concatenate([data.qpos, data.qvel, data.act, data.qacc_warmstart, [data.time]])


def motion(data):
    return numpy.concatenate([data.qpos, data.qvel])


def nudge(values, random):
    """Every number moved to one of its neighbors among the floating-point numbers."""
    return numpy.nextafter(values, numpy.where(random.random(values.shape) < 0.5, -numpy.inf, numpy.inf))


def main():
    parser = argparse.ArgumentParser(description="Record trajectories of Gymnasium's MuJoCo tasks.")
    parser.add_argument("--environment", required=True)
    parser.add_argument("--trajectories", type=int, default=20)
    parser.add_argument("--steps", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--out", required=True)
    options = parser.parse_args()

    # what a time limit or a termination ends goes on here
    environment = gymnasium.make(options.environment).unwrapped
    other = gymnasium.make(options.environment).unwrapped
    space = environment.action_space
    random = numpy.random.default_rng(options.seed)
    rows = []
    for trajectory in range(options.trajectories):
        environment.reset(seed=options.seed * 1000 + trajectory)
        other.reset(seed=options.seed * 1000 + trajectory)
        other.data.qpos[:] = nudge(environment.data.qpos, random)
        mujoco.mj_forward(other.model, other.data)
        before = [state(environment.data), carried(environment)]
        for _ in range(options.steps):
            # representable in float32, as actions are on our side, and given in float64, so that costs are not rounded
            action = random.uniform(space.low, space.high).astype(numpy.float32).astype(numpy.float64)
            observation, reward, *_ = environment.step(action)
            other.step(action)
            rows += [action, *before, state(environment.data), observation, [reward], motion(other.data)]
            before = [state(environment.data), carried(environment)]
    numpy.concatenate([numpy.asarray(part, numpy.float64).ravel() for part in rows]).tofile(options.out)
    model = environment.model
    print(
        json.dumps(
            {
                "environment": options.environment,
                "nq": model.nq,
                "nv": model.nv,
                "na": model.na,
                "nu": model.nu,
                "carried": len(before[1]),
                "observation": observation.size,
                "integrator": mujoco.mjtIntegrator(model.opt.integrator).name.removeprefix("mjINT_"),
                "versions": {"gymnasium": gymnasium.__version__, "mujoco": mujoco.__version__},
            }
        )
    )


if __name__ == "__main__":
    main()
