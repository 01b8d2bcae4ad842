"""Trains Stable-Baselines3's PPO on the CPU with one thread and prints one JSON line.

    sb3_ppo.py --environment CartPole-v1 --preset zoo --seed 1 --steps 100000 [--until 475] [--episodes 100]
    sb3_ppo.py --environment HalfCheetah-v5 --preset plain --hidden 64 --batch-size 64 --seed 1 --steps 20480 [--cores 2]
    sb3_ppo.py --environment HalfCheetah-v5 --preset given --settings JSON --seed 1 --steps 100000

{
  "peer": "stable-baselines3 PPO", "environment", "preset", "seed",
  "steps":            environment steps taken (SB3 completes its last rollout),
  "trainSeconds":     rollouts and updates; evaluation and start-up excluded,
  "stepsPerSecond":   steps / trainSeconds,
  "trainCpuSeconds":  processor time of the same stretch, of this process and, with --cores 2, of those that step,
  "stepsPerCpuSecond": steps / trainCpuSeconds,
  "curve":            [[steps, seconds, processor seconds, mean return of the last 100 training episodes], ...],
  "evaluation":       {"mean", "std", "episodes": 100}, greedy, after training, in environments of its own,
  "rssMegabytes":     peak resident memory up to the end of training, 10^6 bytes,
  "startupSeconds":   process start until the model is built,
  "until":            null, or with --until:
    {"threshold", "evaluateEvery", "episodes": 20,
     "reached":              whether an evaluation reached the threshold; training then stops there,
     "secondsToUntil":       process start until that evaluation ended: start-up, training, evaluations; null if not reached,
     "trainSecondsToUntil":  training alone; null if not reached,
     "stepsToUntil":         environment steps until then; null if not reached},
  "secondsToUntil":   until.secondsToUntil once more, for tables (null without --until),
  "versions":         {...}
}

Evaluations for --until are 20 greedy episodes, all stepped at once in a vectorized environment: the
quickest evaluation SB3 offers. Presets `zoo` are rl-zoo's tuned hyperparameters (hyperparams/ppo.yml);
`default` are SB3's own defaults with one environment; `plain` is for comparing speeds: 8 environments, 256 steps, SB3's
defaults otherwise, observations and rewards normalized; `given` are those of --settings, an object like ZOO's below in which
"learning_rate" may be {"from", "to": 0}. The policy is MlpPolicy: separate tanh networks, 64x64 unless told.
With --cores 2 each environment has a process of its own (SubprocVecEnv) and torch two threads.
"""

import measuring  # isort: skip (sets thread variables)

import argparse
import json
import os
import time

import gymnasium
import numpy
import stable_baselines3
import torch
from stable_baselines3 import PPO
from stable_baselines3.common.callbacks import BaseCallback
from stable_baselines3.common.env_util import make_vec_env
from stable_baselines3.common.evaluation import evaluate_policy
from stable_baselines3.common.vec_env import DummyVecEnv, SubprocVecEnv, VecNormalize, sync_envs_normalization


def linear(initial):
    """rl-zoo's `lin_x`: x at the start of training, 0 at its end."""
    return lambda progress_remaining: progress_remaining * initial


# How often --until looks: often enough to see the threshold soon, seldom enough that looking is not the cost.
ZOO = {
    "CartPole-v1": {
        "environments": 8,
        "evaluate_every": 2048,
        "ppo": {
            "n_steps": 32,
            "batch_size": 256,
            "n_epochs": 20,
            "gamma": 0.98,
            "gae_lambda": 0.8,
            "learning_rate": linear(0.001),
            "clip_range": linear(0.2),
            "ent_coef": 0.0,
        },
    },
    "Pendulum-v1": {
        "environments": 4,
        "evaluate_every": 4096,
        "ppo": {
            "n_steps": 1024,
            "batch_size": 64,
            "n_epochs": 10,
            "gamma": 0.9,
            "gae_lambda": 0.95,
            "learning_rate": 0.001,
            "clip_range": 0.2,
            "ent_coef": 0.0,
            "use_sde": True,
            "sde_sample_freq": 4,
        },
    },
    "Acrobot-v1": {
        "environments": 16,
        "evaluate_every": 16384,
        "normalize": True,
        "ppo": {
            "n_steps": 256,
            "batch_size": 64,
            "n_epochs": 4,
            "gamma": 0.99,
            "gae_lambda": 0.94,
            "learning_rate": 0.0003,
            "clip_range": 0.2,
            "ent_coef": 0.0,
        },
    },
}
MUJOCO = {"environments": 1, "evaluate_every": 16384, "normalize": True}
WIDE = {"log_std_init": -2, "ortho_init": False, "activation_fn": "relu", "net_arch": {"pi": [256, 256], "vf": [256, 256]}}


def mujoco(n_steps, batch_size, n_epochs, gamma, gae_lambda, learning_rate, clip_range, ent_coef, vf_coef, max_grad_norm, wide):
    """rl-zoo's settings for version 3 of the tasks; it has none for version 5."""
    names = ("n_steps", "batch_size", "n_epochs", "gamma", "gae_lambda", "learning_rate", "clip_range")
    ppo = dict(zip(names, (n_steps, batch_size, n_epochs, gamma, gae_lambda, learning_rate, clip_range)))
    ppo.update(ent_coef=ent_coef, vf_coef=vf_coef, max_grad_norm=max_grad_norm)
    return {**MUJOCO, "ppo": {**ppo, "policy_kwargs": WIDE if wide else {}}}


ZOO |= {
    "HalfCheetah-v5": mujoco(512, 64, 20, 0.98, 0.92, 2.0633e-05, 0.1, 0.000401762, 0.58096, 0.8, True),
    "Hopper-v5": mujoco(512, 32, 5, 0.999, 0.99, 9.80828e-05, 0.2, 0.00229519, 0.835671, 0.7, True),
    "Walker2d-v5": mujoco(512, 32, 20, 0.99, 0.95, 5.05041e-05, 0.1, 0.000585045, 0.871923, 1, False),
    "InvertedPendulum-v5": mujoco(32, 64, 5, 0.999, 0.9, 0.000222425, 0.4, 1.37976e-07, 0.19816, 0.3, False),
}
DEFAULT = {"environments": 1, "evaluate_every": 2048, "ppo": {}}


def plain(options):
    network = {"pi": [options.hidden] * 2, "vf": [options.hidden] * 2}
    ppo = {"gamma": 0.99, "n_steps": 256, "batch_size": options.batch_size, "n_epochs": options.epochs}
    return {"environments": 8, "normalize": True, "ppo": {**ppo, "policy_kwargs": {"net_arch": network}}}


def completed(preset):
    """Settings as PPO takes them: with activations and schedules in place of what JSON can say."""
    ppo = dict(preset["ppo"])
    rate = ppo.get("learning_rate")
    if isinstance(rate, dict):
        if rate["to"] != 0:
            raise SystemExit(f"sb3_ppo: a learning rate that falls to {rate['to']} is not supported")
        ppo["learning_rate"] = linear(rate["from"])
    policy = dict(ppo.get("policy_kwargs", {}))
    if "activation_fn" in policy:
        policy["activation_fn"] = {"relu": torch.nn.ReLU, "tanh": torch.nn.Tanh, "elu": torch.nn.ELU}[policy["activation_fn"]]
    return {**ppo, "policy_kwargs": policy}


class Along(BaseCallback):
    """Notes how training returns rise."""

    def __init__(self, progress):
        super().__init__()
        self.progress = progress

    def _on_step(self):
        return True

    def _on_rollout_end(self):
        self.progress.note(self.num_timesteps, [episode["r"] for episode in self.model.ep_info_buffer])


class Evaluation:
    """Greedy episodes in 20 environments that training never touches."""

    copies = 20

    def __init__(self, environment, training_environments, seed):
        self.environments = make_vec_env(environment, n_envs=self.copies, seed=seed + 1_000_000)
        self.training_environments = training_environments
        if isinstance(training_environments, VecNormalize):
            self.environments = VecNormalize(self.environments, training=False, norm_reward=False)

    def returns(self, model, episodes):
        if isinstance(self.training_environments, VecNormalize):
            sync_envs_normalization(self.training_environments, self.environments)
        returns, _ = evaluate_policy(
            model, self.environments, n_eval_episodes=episodes, deterministic=True, return_episode_rewards=True
        )
        return numpy.asarray(returns)


class Until(BaseCallback):
    """Evaluates between rollouts, keeps the time it took apart, and stops training at the threshold."""

    episodes = 20

    def __init__(self, threshold, evaluate_every, evaluation):
        super().__init__()
        self.threshold = threshold
        self.evaluate_every = evaluate_every
        self.evaluation = evaluation
        self.next_evaluation = evaluate_every
        self.seconds_evaluating = 0.0
        self.seconds_to_until = None
        self.train_seconds_to_until = None
        self.steps_to_until = None

    def _on_training_start(self):
        self.started = time.perf_counter()

    def _on_rollout_start(self):
        """Runs after each update; before the first there is nothing to see."""
        if self.threshold is not None and self.num_timesteps >= self.next_evaluation:
            self.next_evaluation = self.num_timesteps + self.evaluate_every
            self.look()

    def _on_training_end(self):
        """The last update has no rollout after it."""
        if self.threshold is not None and self.steps_to_until is None:
            self.look()

    def _on_step(self):
        return self.steps_to_until is None

    def look(self):
        started = time.perf_counter()
        train_seconds = started - self.started - self.seconds_evaluating
        mean = self.evaluation.returns(self.model, self.episodes).mean()
        self.seconds_evaluating += time.perf_counter() - started
        if mean >= self.threshold:
            self.seconds_to_until = measuring.seconds_since_process_start()
            self.train_seconds_to_until = train_seconds
            self.steps_to_until = self.num_timesteps


def processor_seconds(processes):
    """Of processes that still run, by the system's clock tick."""
    total = 0
    for process in processes:
        with open(f"/proc/{process.pid}/stat", encoding="ascii") as file:
            fields_after_name = file.read().rpartition(")")[2].split()
        total += int(fields_after_name[11]) + int(fields_after_name[12])
    return total / os.sysconf("SC_CLK_TCK")


def main():
    parser = argparse.ArgumentParser(description="Measure Stable-Baselines3 PPO.")
    parser.add_argument("--environment", required=True, help="those of ZOO for the preset zoo")
    parser.add_argument("--preset", default="zoo", choices=["zoo", "default", "plain", "given"])
    parser.add_argument("--settings", type=json.loads, help="for the preset given")
    parser.add_argument("--hidden", type=int, default=64, help="units in each of the two hidden layers, with --preset plain")
    parser.add_argument("--batch-size", type=int, default=64, help="samples of a minibatch, with --preset plain")
    parser.add_argument("--epochs", type=int, default=10, help="passes over a rollout, with --preset plain")
    parser.add_argument("--cores", type=int, default=1, choices=[1, 2])
    parser.add_argument("--episodes", type=int, default=100, help="of the final evaluation")
    parser.add_argument("--seed", type=int, required=True)
    parser.add_argument("--steps", type=int, required=True)
    parser.add_argument("--until", type=float, help="stop once 20 greedy episodes average this return")
    parser.add_argument("--evaluate-every", type=int, help="environment steps between those evaluations")
    options = parser.parse_args()

    if options.preset == "zoo" and options.environment not in ZOO:
        parser.error(f"there are no zoo settings for {options.environment}, only for {', '.join(sorted(ZOO))}")
    torch.set_num_threads(options.cores)
    preset = {
        "zoo": lambda: ZOO[options.environment],
        "default": lambda: DEFAULT,
        "plain": lambda: plain(options),
        "given": lambda: options.settings,
    }[options.preset]()
    environments = make_vec_env(
        options.environment,
        n_envs=preset["environments"],
        seed=options.seed,
        vec_env_cls=SubprocVecEnv if options.cores > 1 else DummyVecEnv,
    )
    stepping = environments.processes if options.cores > 1 else []
    if preset.get("normalize"):
        environments = VecNormalize(environments, gamma=preset["ppo"]["gamma"])
    model = PPO("MlpPolicy", environments, seed=options.seed, device="cpu", verbose=0, **completed(preset))
    startup_seconds = measuring.seconds_since_process_start()

    evaluation = Evaluation(options.environment, environments, options.seed)
    evaluate_every = options.evaluate_every or preset.get("evaluate_every", 2048)
    until = Until(options.until, evaluate_every, evaluation)
    progress = measuring.Progress(options.steps)
    started, cpu_started = time.perf_counter(), time.process_time() + processor_seconds(stepping)
    model.learn(options.steps, callback=[until, Along(progress)])
    train_seconds = time.perf_counter() - started - until.seconds_evaluating
    cpu_seconds = time.process_time() + processor_seconds(stepping) - cpu_started - until.seconds_evaluating
    rss_megabytes = measuring.peak_rss_megabytes()
    returns = evaluation.returns(model, options.episodes)

    measuring.report(
        {
            "peer": "stable-baselines3 PPO",
            "environment": options.environment,
            "preset": options.preset,
            "seed": options.seed,
            "steps": model.num_timesteps,
            "trainSeconds": train_seconds,
            "stepsPerSecond": model.num_timesteps / train_seconds,
            "trainCpuSeconds": cpu_seconds,
            "stepsPerCpuSecond": model.num_timesteps / cpu_seconds,
            "curve": progress.points,
            "evaluation": {"mean": float(returns.mean()), "std": float(returns.std()), "episodes": len(returns)},
            "rssMegabytes": rss_megabytes,
            "startupSeconds": startup_seconds,
            "until": None
            if options.until is None
            else {
                "threshold": options.until,
                "evaluateEvery": evaluate_every,
                "episodes": Until.episodes,
                "reached": until.steps_to_until is not None,
                "secondsToUntil": until.seconds_to_until,
                "trainSecondsToUntil": until.train_seconds_to_until,
                "stepsToUntil": until.steps_to_until,
            },
            "secondsToUntil": until.seconds_to_until,
            "versions": measuring.versions(gymnasium, numpy, stable_baselines3, torch),
        }
    )


if __name__ == "__main__":
    main()
