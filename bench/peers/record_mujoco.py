"""Records short episodes of Gymnasium's MuJoCo tasks, for src/environments/golden/mujoco.json.

bench/peers/.venv/bin/python bench/peers/record_mujoco.py > src/environments/golden/mujoco.json

Start states are Gymnasium's own (qpos followed by qvel). Actions are drawn beforehand: over the whole range for the first
episode, over a tenth of it for the second. A recording ends with its episode. `--steps N` records longer ones, to see how far trajectories stay together.
"""

import argparse
import json
import sys

import gymnasium
import mujoco
import numpy

STEPS = {
    "InvertedPendulum-v5": 50,
    "InvertedDoublePendulum-v5": 50,
    "Reacher-v5": 50,
    "Pusher-v5": 60,
    "Swimmer-v5": 100,
    "HalfCheetah-v5": 50,
    "Hopper-v5": 100,
    "Walker2d-v5": 100,
    "Ant-v5": 30,
    "Humanoid-v5": 10,
    "HumanoidStandup-v5": 10,
}
RANGES = (1, 0.1)

parser = argparse.ArgumentParser()
parser.add_argument("--steps", type=int, default=None)
arguments = parser.parse_args()


def short(values, digits=9):
    return [float(f"{value:.{digits}g}") for value in numpy.asarray(values, float).ravel()]


def record(environment, seed, steps, share):
    simulation = environment.unwrapped
    environment.reset(seed=seed)
    start = numpy.concatenate([simulation.data.qpos, simulation.data.qvel])
    random = numpy.random.default_rng(1000 + seed)
    space = environment.action_space
    episode = {"initialState": start.tolist(), "actions": [], "observations": [], "rewards": [], "terminated": []}
    for _ in range(steps):
        action = (share * random.uniform(space.low, space.high)).astype(numpy.float32)
        # in float64, so that rewards are not rounded to float32
        observation, reward, terminated, truncated, _ = environment.step(action.astype(numpy.float64))
        episode["actions"].append([float(f"{value:.9g}") for value in action])
        episode["observations"].append(short(observation))
        episode["rewards"].append(float(f"{reward:.12g}"))
        episode["terminated"].append(bool(terminated))
        if terminated or truncated:
            break
    return episode


recorded = {"_about": f"Recorded by bench/peers/record_mujoco.py from Gymnasium {gymnasium.__version__}, MuJoCo {mujoco.__version__}."}
for name, steps in STEPS.items():
    environment = gymnasium.make(name)
    recorded[name] = [record(environment, seed, arguments.steps or steps, share) for seed, share in enumerate(RANGES)]
    environment.close()
json.dump(recorded, sys.stdout, separators=(",", ":"))
sys.stdout.write("\n")
