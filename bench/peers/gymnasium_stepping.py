"""Steps Gymnasium's vectorized environments with no policy and prints one JSON line.

    gymnasium_stepping.py [--environment CartPole-v1] [--copies 8 64 1024] [--seconds 2] [--passes 3]
    gymnasium_stepping.py --vectorization sync --environment HalfCheetah-v5 --copies 8

{
  "peer": "Gymnasium vector_entry_point", "Gymnasium sync" or "EnvPool", "environment", "secondsPerPass", "passes",
  "stepsPerSecond": {"8": ..., "64": ..., "1024": ...}   environment steps (all copies), median of the passes,
  "stepsPerProcessorSecond": {...}                       the same per second of processor time,
  "rssMegabytes": peak resident memory, 10^6 bytes,
  "versions": {...}
}

Actions are drawn beforehand, outside the clock; resets of finished episodes are inside it. The natively vectorized
environments spend one step() per copy on such a reset (AutoresetMode.NEXT_STEP), and that counts as a step. SyncVectorEnv
(`sync`) resets within the step (AutoresetMode.SAME_STEP), as ours do, and goes without Gymnasium's checker of environments.
EnvPool (`envpool`) runs with one thread and resets in a step of its own.
"""

import measuring  # isort: skip (sets thread variables)

import argparse
import statistics
import time

import gymnasium
import numpy
from gymnasium.vector import AutoresetMode, SyncVectorEnv

CALLS_BETWEEN_CLOCK_READS = 64


def steps_per_second(environments, actions, seconds):
    """By the clock and by processor time."""
    calls = 0
    started, used = time.perf_counter(), time.process_time()
    while True:
        for action in actions:
            environments.step(action)
        calls += len(actions)
        elapsed = time.perf_counter() - started
        if elapsed >= seconds:
            steps = calls * len(actions[0])
            return steps / elapsed, steps / (time.process_time() - used)


def make_environments(name, copies, vectorization):
    if vectorization == "envpool":
        import envpool

        return envpool.make_gymnasium(name, num_envs=copies, batch_size=copies, num_threads=1, seed=1)
    if vectorization == "sync":
        make = [lambda: gymnasium.make(name, disable_env_checker=True)] * copies
        return SyncVectorEnv(make, autoreset_mode=AutoresetMode.SAME_STEP)
    return gymnasium.make_vec(name, num_envs=copies, vectorization_mode=vectorization)


def main():
    parser = argparse.ArgumentParser(description="Measure Gymnasium's natively vectorized stepping.")
    parser.add_argument("--environment", default="CartPole-v1")
    parser.add_argument("--vectorization", default="vector_entry_point", choices=["vector_entry_point", "sync", "envpool"])
    parser.add_argument("--copies", type=int, nargs="+", default=[8, 64, 1024])
    parser.add_argument("--seconds", type=float, default=2.0, help="per pass and number of copies")
    parser.add_argument("--passes", type=int, default=3)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()

    by_clock, by_processor = {}, {}
    for copies in options.copies:
        environments = make_environments(options.environment, copies, options.vectorization)
        if options.vectorization == "envpool":
            environments.reset()
            environments.action_space.seed(options.seed)
            sample = environments.action_space.sample
            actions = [numpy.stack([sample() for _ in range(copies)]) for _ in range(CALLS_BETWEEN_CLOCK_READS)]
        else:
            environments.reset(seed=options.seed)
            environments.action_space.seed(options.seed)
            actions = [environments.action_space.sample() for _ in range(CALLS_BETWEEN_CLOCK_READS)]
        steps_per_second(environments, actions, 0.1)
        passes = [steps_per_second(environments, actions, options.seconds) for _ in range(options.passes)]
        by_clock[str(copies)], by_processor[str(copies)] = map(statistics.median, zip(*passes))
        environments.close()

    measuring.report(
        {
            "peer": "EnvPool" if options.vectorization == "envpool" else f"Gymnasium {options.vectorization}",
            "environment": options.environment,
            "secondsPerPass": options.seconds,
            "passes": options.passes,
            "stepsPerSecond": by_clock,
            "stepsPerProcessorSecond": by_processor,
            "rssMegabytes": measuring.peak_rss_megabytes(),
            "versions": measuring.versions(gymnasium, numpy),
        }
    )


if __name__ == "__main__":
    main()
