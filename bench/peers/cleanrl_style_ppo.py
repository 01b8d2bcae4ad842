"""PPO on CartPole with CleanRL's published settings, written anew, on one CPU thread; prints one JSON line.

    cleanrl_style_ppo.py --seed 1 --steps 100000 [--environment CartPole-v1]

{
  "peer": "CleanRL-style PPO", "environment", "seed", "steps",
  "trainSeconds", "stepsPerSecond": rollouts and updates; start-up and evaluation excluded,
  "evaluation": {"mean", "std", "episodes": 100}, greedy, after training, in environments of its own,
  "rssMegabytes":   peak resident memory up to the end of training, 10^6 bytes,
  "startupSeconds": process start until the model is built,
  "versions": {...}
}

Not CleanRL's code but its settings: 4 environments x 128 steps, 4 minibatches, 4 epochs, learning rate 2.5e-4
annealed to 0, gamma 0.99, lambda 0.95, clip 0.2 (policy and value), entropy 0.01, value 0.5, gradient norm 0.5,
Adam epsilon 1e-5, separate 64x64 tanh networks. Like CleanRL it takes a time limit for a death.
"""

import measuring  # isort: skip (sets thread variables)

import argparse
import time

import gymnasium
import numpy
import torch
from gymnasium.vector import AutoresetMode, SyncVectorEnv
from gymnasium.wrappers import RecordEpisodeStatistics
from torch import nn
from torch.distributions import Categorical

from torch_learner import ActorCritic

ENVIRONMENTS, STEPS, MINIBATCHES, EPOCHS = 4, 128, 4, 4
LEARNING_RATE, GAMMA, LAMBDA, CLIP_RANGE = 2.5e-4, 0.99, 0.95, 0.2
ENTROPY_COEFFICIENT, VALUE_COEFFICIENT, MAX_GRADIENT_NORM = 0.01, 0.5, 0.5


def make_environments(name, copies):
    def make():
        return RecordEpisodeStatistics(gymnasium.make(name))

    return SyncVectorEnv([make] * copies, autoreset_mode=AutoresetMode.SAME_STEP)


class Rollout:
    """Time-major tensors: [time, environment, ...]."""

    def __init__(self, observation_size):
        self.observation = torch.zeros(STEPS, ENVIRONMENTS, observation_size)
        self.action = torch.zeros(STEPS, ENVIRONMENTS, dtype=torch.int64)
        self.log_probability, self.reward, self.value, self.done_before = torch.zeros(4, STEPS, ENVIRONMENTS)

    def advantages(self, last_value, last_done):
        """Generalized advantage estimation, backwards in time."""
        advantage = torch.zeros_like(self.reward)
        running = torch.zeros(ENVIRONMENTS)
        next_value, next_done = last_value, last_done
        for t in reversed(range(STEPS)):
            alive = 1.0 - next_done
            delta = self.reward[t] + GAMMA * next_value * alive - self.value[t]
            running = delta + GAMMA * LAMBDA * alive * running
            advantage[t] = running
            next_value, next_done = self.value[t], self.done_before[t]
        return advantage


class Trainer:
    def __init__(self, name, seed):
        self.environments = make_environments(name, ENVIRONMENTS)
        size = self.environments.single_observation_space.shape[0]
        self.model = ActorCritic(size, [64, 64], int(self.environments.single_action_space.n), continuous=False)
        self.optimizer = torch.optim.Adam(self.model.parameters(), lr=LEARNING_RATE, eps=1e-5)
        self.rollout = Rollout(size)
        observation, _ = self.environments.reset(seed=seed)
        self.observation = torch.as_tensor(observation)
        self.done = torch.zeros(ENVIRONMENTS)

    def collect(self):
        rollout = self.rollout
        for t in range(STEPS):
            with torch.no_grad():
                distribution = Categorical(logits=self.model.actor(self.observation))
                action = distribution.sample()
                rollout.value[t] = self.model.critic(self.observation).flatten()
                rollout.log_probability[t] = distribution.log_prob(action)
            rollout.observation[t], rollout.action[t], rollout.done_before[t] = self.observation, action, self.done
            observation, reward, terminated, truncated, _ = self.environments.step(action.numpy())
            rollout.reward[t] = torch.as_tensor(reward)
            self.observation = torch.as_tensor(observation)
            self.done = torch.as_tensor(numpy.logical_or(terminated, truncated), dtype=torch.float32)

    def update(self):
        rollout = self.rollout
        with torch.no_grad():
            advantage = rollout.advantages(self.model.critic(self.observation).flatten(), self.done)
            value_target = (advantage + rollout.value).flatten()
        observation = rollout.observation.flatten(0, 1)
        action, log_probability = rollout.action.flatten(), rollout.log_probability.flatten()
        advantage, old_value = advantage.flatten(), rollout.value.flatten()
        for _ in range(EPOCHS):
            order = numpy.random.permutation(STEPS * ENVIRONMENTS)
            for rows in numpy.split(order, MINIBATCHES):
                self.minibatch(
                    observation[rows], action[rows], log_probability[rows],
                    advantage[rows], value_target[rows], old_value[rows],
                )  # fmt: skip

    def minibatch(self, observation, action, old_log_probability, advantage, value_target, old_value):
        log_probability, entropy, value = self.model.evaluate(observation, action)
        log_ratio = log_probability - old_log_probability
        ratio = log_ratio.exp()
        with torch.no_grad():
            # CleanRL measures these on every minibatch; dropping them would flatter the peer.
            ((ratio - 1) - log_ratio).mean()
            ((ratio - 1.0).abs() > CLIP_RANGE).float().mean().item()
        advantage = (advantage - advantage.mean()) / (advantage.std() + 1e-8)
        clipped_ratio = torch.clamp(ratio, 1 - CLIP_RANGE, 1 + CLIP_RANGE)
        policy_loss = torch.max(-advantage * ratio, -advantage * clipped_ratio).mean()
        clipped_value = old_value + torch.clamp(value - old_value, -CLIP_RANGE, CLIP_RANGE)
        value_loss = 0.5 * torch.max((value - value_target) ** 2, (clipped_value - value_target) ** 2).mean()
        loss = policy_loss - ENTROPY_COEFFICIENT * entropy.mean() + VALUE_COEFFICIENT * value_loss
        self.optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(self.model.parameters(), MAX_GRADIENT_NORM)
        self.optimizer.step()

    def train(self, steps):
        updates = steps // (STEPS * ENVIRONMENTS)
        for update in range(updates):
            self.optimizer.param_groups[0]["lr"] = LEARNING_RATE * (1 - update / updates)
            self.collect()
            self.update()
        return updates * STEPS * ENVIRONMENTS


def greedy_returns(model, name, seed, episodes):
    """The first episode of each of `episodes` copies."""
    environments = SyncVectorEnv([lambda: gymnasium.make(name)] * episodes)
    observation, _ = environments.reset(seed=seed)
    returns, running = numpy.zeros(episodes), numpy.ones(episodes, dtype=bool)
    while running.any():
        with torch.no_grad():
            action = model.actor(torch.as_tensor(observation)).argmax(-1).numpy()
        observation, reward, terminated, truncated, _ = environments.step(action)
        returns += reward * running
        running &= ~(terminated | truncated)
    return returns


def main():
    parser = argparse.ArgumentParser(description="Measure PPO with CleanRL's settings.")
    parser.add_argument("--environment", default="CartPole-v1", choices=["CartPole-v1", "Acrobot-v1"])
    parser.add_argument("--seed", type=int, required=True)
    parser.add_argument("--steps", type=int, required=True)
    options = parser.parse_args()
    if options.steps < STEPS * ENVIRONMENTS:
        parser.error(f"--steps {options.steps} is less than one rollout of {STEPS * ENVIRONMENTS}")

    torch.set_num_threads(1)
    torch.manual_seed(options.seed)
    numpy.random.seed(options.seed)
    trainer = Trainer(options.environment, options.seed)
    startup_seconds = measuring.seconds_since_process_start()

    started = time.perf_counter()
    steps = trainer.train(options.steps)
    train_seconds = time.perf_counter() - started
    rss_megabytes = measuring.peak_rss_megabytes()
    returns = greedy_returns(trainer.model, options.environment, options.seed + 1_000_000, 100)

    measuring.report(
        {
            "peer": "CleanRL-style PPO",
            "environment": options.environment,
            "seed": options.seed,
            "steps": steps,
            "trainSeconds": train_seconds,
            "stepsPerSecond": steps / train_seconds,
            "evaluation": {"mean": float(returns.mean()), "std": float(returns.std()), "episodes": len(returns)},
            "rssMegabytes": rss_megabytes,
            "startupSeconds": startup_seconds,
            "versions": measuring.versions(gymnasium, numpy, torch),
        }
    )


if __name__ == "__main__":
    main()
