"""Steps Gymnasium's natively vectorized environment with no policy and prints one JSON line.

    gymnasium_stepping.py [--environment CartPole-v1] [--copies 8 64 1024] [--seconds 2] [--passes 3]

{
  "peer": "Gymnasium vector_entry_point", "environment", "secondsPerPass", "passes",
  "stepsPerSecond": {"8": ..., "64": ..., "1024": ...}   environment steps (all copies), median of the passes,
  "versions": {...}
}

Actions are drawn beforehand, outside the clock; resets of finished episodes are inside it. Gymnasium
spends one step() per copy on such a reset (AutoresetMode.NEXT_STEP), and that counts as a step.
"""

import measuring  # isort: skip (sets thread variables)

import argparse
import statistics
import time

import gymnasium
import numpy

CALLS_BETWEEN_CLOCK_READS = 64


def steps_per_second(environments, actions, seconds):
    calls = 0
    started = time.perf_counter()
    while True:
        for action in actions:
            environments.step(action)
        calls += len(actions)
        elapsed = time.perf_counter() - started
        if elapsed >= seconds:
            return calls * environments.num_envs / elapsed


def main():
    parser = argparse.ArgumentParser(description="Measure Gymnasium's natively vectorized stepping.")
    parser.add_argument("--environment", default="CartPole-v1")
    parser.add_argument("--copies", type=int, nargs="+", default=[8, 64, 1024])
    parser.add_argument("--seconds", type=float, default=2.0, help="per pass and number of copies")
    parser.add_argument("--passes", type=int, default=3)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()

    measured = {}
    for copies in options.copies:
        environments = gymnasium.make_vec(
            options.environment, num_envs=copies, vectorization_mode="vector_entry_point"
        )
        environments.reset(seed=options.seed)
        environments.action_space.seed(options.seed)
        actions = [environments.action_space.sample() for _ in range(CALLS_BETWEEN_CLOCK_READS)]
        steps_per_second(environments, actions, 0.1)
        passes = [steps_per_second(environments, actions, options.seconds) for _ in range(options.passes)]
        measured[str(copies)] = statistics.median(passes)
        environments.close()

    measuring.report(
        {
            "peer": "Gymnasium vector_entry_point",
            "environment": options.environment,
            "secondsPerPass": options.seconds,
            "passes": options.passes,
            "stepsPerSecond": measured,
            "versions": measuring.versions(gymnasium, numpy),
        }
    )


if __name__ == "__main__":
    main()
