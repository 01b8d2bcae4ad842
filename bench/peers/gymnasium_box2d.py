"""Gymnasium's Box2D environments, to be compared with ours.

  record ID SEED STEPS POLICY [OPTIONS]   one episode with everything random in it
  terrain ID SEED                         a walker's terrain, and what its lidar sees along the way
  returns ID EPISODES POLICY              returns, lengths and steps per second
  golden                                  all that src/environments/golden/box2d.json holds

Each prints one line of JSON. POLICY is random or heuristic (Gymnasium's own demonstration controllers);
OPTIONS are the environment's, as JSON.
"""

import json
import math
import sys
import time

import gymnasium
import numpy
from gymnasium.envs.box2d import bipedal_walker, lunar_lander


class Recorder:
    """A generator that keeps what it gave."""

    def __init__(self, seed):
        self.generator = numpy.random.default_rng(seed)
        self.draws = []

    def keep(self, value):
        self.draws += numpy.atleast_1d(value).astype(float).tolist()
        return value

    def uniform(self, low, high, size=None):
        return self.keep(self.generator.uniform(low, high, size))

    def random(self):
        return self.keep(self.generator.random())

    def integers(self, low, high):
        value = int(self.generator.integers(low, high))
        # what has no alternative is not drawn
        if high - low > 1:
            self.keep(value - low)
        return value


def controller(name, environment, seed):
    if name == "random":
        space = environment.action_space
        # with the environment's own seed, actions would be correlated with its terrain
        space.seed(seed + 1_000_000)
        return lambda observation: space.sample()
    if "Lander" in environment.spec.id:
        return lambda observation: lunar_lander.heuristic(environment, observation)
    return bipedal_walker.BipedalWalkerHeuristics().step_heuristic


def reset(environment, seed):
    """Resets with a recorder, and without the clouds, which are decoration."""
    raw = environment.unwrapped
    raw._generate_clouds = lambda: None
    raw.np_random = generator = Recorder(seed)
    observation, _ = raw.reset()
    return raw, generator, observation


def record(identifier, seed, steps, policy, options):
    environment = gymnasium.make(identifier, **options)
    raw, generator, observation = reset(environment, seed)
    act = controller(policy, environment, seed)
    episode = {"firstObservation": observation, "actions": [], "observations": [], "rewards": [], "terminated": []}
    for _ in range(steps):
        action = act(observation)
        if not numpy.isscalar(action):
            action = numpy.asarray(action, dtype=numpy.float32)
        observation, reward, terminated, _, _ = raw.step(action)
        episode["actions"].append(action)
        episode["observations"].append(observation)
        episode["rewards"].append(reward)
        episode["terminated"].append(terminated)
        if terminated:
            break
    return {"id": identifier, "options": options, "draws": generator.draws, **episode}


def terrain(identifier, seed):
    """Lidar is cast from 2 m above the ground, every 3.71 m."""
    raw, generator, _ = reset(gymnasium.make(identifier), seed)
    views = []
    for step in range(22):
        x = 1.05 + 3.71 * step
        y = raw.terrain_y[int(x / bipedal_walker.TERRAIN_STEP)] + 2
        fractions = []
        for i, ray in enumerate(raw.lidar):
            ray.fraction = 1.0
            end = (
                x + math.sin(1.5 * i / 10.0) * bipedal_walker.LIDAR_RANGE,
                y - math.cos(1.5 * i / 10.0) * bipedal_walker.LIDAR_RANGE,
            )
            # the walker itself is no ground, so its rays pass it
            raw.world.RayCast(ray, (x, y), end)
            fractions.append(ray.fraction)
        views.append({"x": x, "y": y, "fractions": fractions})
    return {"draws": generator.draws, "heights": raw.terrain_y, "views": views}


def returns(identifier, episodes, policy):
    environment = gymnasium.make(identifier)
    totals, lengths, seconds = [], [], 0.0
    for episode in range(episodes):
        observation, _ = environment.reset(seed=episode)
        act = controller(policy, environment, episode)
        total, length, ended = 0.0, 0, False
        started = time.perf_counter()
        while not ended:
            observation, reward, terminated, truncated, _ = environment.step(act(observation))
            total += float(reward)
            length += 1
            ended = terminated or truncated
        seconds += time.perf_counter() - started
        totals.append(total)
        lengths.append(length)
    return {"returns": totals, "lengths": lengths, "stepsPerSecond": sum(lengths) / seconds}


def golden():
    """Walkers only for as long as their float32 does not show: feet that slip between two edges are chaotic."""
    windy = {"enable_wind": True, "gravity": -9.0}
    return {
        "episodes": [
            record("LunarLander-v3", 0, 400, "heuristic", {}),
            record("LunarLander-v3", 2, 400, "random", {}),
            record("LunarLander-v3", 0, 400, "random", windy),
            record("LunarLanderContinuous-v3", 0, 400, "random", {}),
            record("BipedalWalker-v3", 0, 400, "random", {}),
            record("BipedalWalker-v3", 1, 60, "heuristic", {}),
            record("BipedalWalkerHardcore-v3", 0, 400, "random", {}),
        ],
        "terrains": [terrain("BipedalWalkerHardcore-v3", seed) for seed in (0, 1)],
    }


def plain(value):
    return rounded(value.tolist()) if isinstance(value, (numpy.ndarray, numpy.generic)) else value


def rounded(value):
    """To nine digits, which tell any two float32 apart."""
    if isinstance(value, list):
        return [rounded(entry) for entry in value]
    if isinstance(value, dict):
        return {key: rounded(entry) for key, entry in value.items()}
    if isinstance(value, (numpy.ndarray, numpy.generic)):
        return rounded(value.tolist())
    return float(f"{value:.9g}") if isinstance(value, float) else value


command, *arguments = sys.argv[1:]
identifier, *rest = arguments or [None]
if command == "record":
    result = record(identifier, int(rest[0]), int(rest[1]), rest[2], json.loads(rest[3]) if rest[3:] else {})
elif command == "golden":
    result = rounded(golden())
elif command == "terrain":
    result = terrain(identifier, int(rest[0]))
else:
    result = returns(identifier, int(rest[0]), rest[1])
print(json.dumps(result, default=plain))
