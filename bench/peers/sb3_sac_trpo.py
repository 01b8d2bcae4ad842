"""Trains Stable-Baselines3's SAC or sb3-contrib's TRPO on the CPU with one thread and prints one JSON line.

    sb3_sac_trpo.py --algorithm sac --environment Pendulum-v1 --seed 1 --steps 2000
    sb3_sac_trpo.py --algorithm trpo --environment CartPole-v1 --seed 1 --steps 100000

{
  "peer", "environment", "seed",
  "steps":            environment steps taken (the last rollout is completed),
  "trainSeconds":     rollouts and updates; evaluation and start-up excluded,
  "stepsPerSecond":   steps / trainSeconds,
  "trainCpuSeconds":  processor time of the same stretch,
  "stepsPerCpuSecond": steps / trainCpuSeconds,
  "evaluation":       {"mean", "std", "episodes": 100}, greedy, after training, in environments of its own,
  "rssMegabytes":     peak resident memory up to the end of training, 10^6 bytes,
  "startupSeconds":   process start until the model is built,
  "versions":         {...}
}

Hyperparameters are rl-zoo's (hyperparams/sac.yml, trpo.yml), but for CartPole's damping, which is 0.1 as in our preset.
"""

import measuring  # isort: skip (sets thread variables)

import argparse
import time

import gymnasium
import numpy
import sb3_contrib
import stable_baselines3
import torch
from sb3_contrib import TRPO
from sb3_ppo import Evaluation
from stable_baselines3 import SAC
from stable_baselines3.common.env_util import make_vec_env

SETTINGS = {
    ("sac", "Pendulum-v1"): {"environments": 1, "options": {"learning_rate": 1e-3}},
    ("trpo", "CartPole-v1"): {
        "environments": 2,
        "options": {
            "n_steps": 512,
            "batch_size": 512,
            "cg_damping": 0.1,
            "gae_lambda": 0.98,
            "gamma": 0.99,
            "learning_rate": 1e-3,
            "n_critic_updates": 20,
        },
    },
    ("trpo", "Pendulum-v1"): {
        "environments": 2,
        "options": {
            "n_steps": 1024,
            "gamma": 0.9,
            "n_critic_updates": 15,
            "use_sde": True,
            "sde_sample_freq": 4,
        },
    },
}


def main():
    parser = argparse.ArgumentParser(description="Measure Stable-Baselines3 SAC and sb3-contrib TRPO.")
    parser.add_argument("--algorithm", required=True, choices=["sac", "trpo"])
    parser.add_argument("--environment", required=True)
    parser.add_argument("--seed", type=int, required=True)
    parser.add_argument("--steps", type=int, required=True)
    options = parser.parse_args()

    torch.set_num_threads(1)
    settings = SETTINGS[options.algorithm, options.environment]
    environments = make_vec_env(options.environment, n_envs=settings["environments"], seed=options.seed)
    algorithm = {"sac": SAC, "trpo": TRPO}[options.algorithm]
    model = algorithm("MlpPolicy", environments, seed=options.seed, device="cpu", verbose=0, **settings["options"])
    startup_seconds = measuring.seconds_since_process_start()

    started, cpu_started = time.perf_counter(), time.process_time()
    model.learn(options.steps)
    train_seconds, cpu_seconds = time.perf_counter() - started, time.process_time() - cpu_started
    rss_megabytes = measuring.peak_rss_megabytes()
    returns = Evaluation(options.environment, environments, options.seed).returns(model, 100)

    measuring.report(
        {
            "peer": {"sac": "stable-baselines3 SAC", "trpo": "sb3-contrib TRPO"}[options.algorithm],
            "environment": options.environment,
            "seed": options.seed,
            "steps": model.num_timesteps,
            "trainSeconds": train_seconds,
            "stepsPerSecond": model.num_timesteps / train_seconds,
            "trainCpuSeconds": cpu_seconds,
            "stepsPerCpuSecond": model.num_timesteps / cpu_seconds,
            "evaluation": {"mean": float(returns.mean()), "std": float(returns.std()), "episodes": len(returns)},
            "rssMegabytes": rss_megabytes,
            "startupSeconds": startup_seconds,
            "versions": measuring.versions(gymnasium, numpy, sb3_contrib, stable_baselines3, torch),
        }
    )


if __name__ == "__main__":
    main()
