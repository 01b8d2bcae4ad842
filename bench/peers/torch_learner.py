"""Times one PPO-clip minibatch step in eager PyTorch on one CPU thread and prints one JSON line.

    torch_learner.py --input 4 --hidden 64 64 --actions 2 --batch 64 --repeats 2000
    torch_learner.py --input 17 --hidden 256 256 --actions 6 --continuous --batch 256 --repeats 500

{
  "peer": "PyTorch eager", "input", "hidden", "actions", "continuous", "batch", "repeats", "fusedAdam",
  "medianMilliseconds", "minMilliseconds", "meanMilliseconds": of one step, after warm-up,
  "versions": {...}
}

One step is what Stable-Baselines3 and CleanRL do with one minibatch: forward through separate actor and
critic tanh networks; log-probability and entropy through torch.distributions; normalized advantages,
clipped surrogate, 0.5 * mean squared value error, entropy term; the diagnostics both of them read back
(losses, clip fraction, approximate KL); zero_grad, backward, global gradient norm clipped to 0.5, Adam
with epsilon 1e-5. Outside the clock, because the libraries differ there: cutting the minibatch out of the
rollout. --fused lets Adam use PyTorch's fused kernel, which neither library turns on.
"""

import measuring  # isort: skip (sets thread variables)

import argparse
import math
import statistics
import time

import torch
from torch import nn
from torch.distributions import Categorical, Distribution, Normal

CLIP_RANGE = 0.2
VALUE_COEFFICIENT = 0.5
ENTROPY_COEFFICIENT = 0.01
MAX_GRADIENT_NORM = 0.5


def tanh_network(sizes, last_gain):
    layers = []
    for index, (inputs, outputs) in enumerate(zip(sizes, sizes[1:])):
        last = index == len(sizes) - 2
        linear = nn.Linear(inputs, outputs)
        nn.init.orthogonal_(linear.weight, last_gain if last else math.sqrt(2))
        nn.init.zeros_(linear.bias)
        layers += [linear] if last else [linear, nn.Tanh()]
    return nn.Sequential(*layers)


class ActorCritic(nn.Module):
    def __init__(self, inputs, hidden, actions, continuous):
        super().__init__()
        self.actor = tanh_network([inputs, *hidden, actions], 0.01)
        self.critic = tanh_network([inputs, *hidden, 1], 1.0)
        self.log_std = nn.Parameter(torch.zeros(actions)) if continuous else None

    def distribution(self, observation):
        output = self.actor(observation)
        if self.log_std is None:
            return Categorical(logits=output)
        return Normal(output, self.log_std.exp().expand_as(output))

    def evaluate(self, observation, action):
        distribution = self.distribution(observation)
        log_probability, entropy = distribution.log_prob(action), distribution.entropy()
        if self.log_std is not None:
            log_probability, entropy = log_probability.sum(-1), entropy.sum(-1)
        return log_probability, entropy, self.critic(observation).flatten()


def make_minibatches(model, inputs, batch, count):
    """Several, so that the step never meets the same data twice in a row."""
    minibatches = []
    for _ in range(count):
        observation = torch.randn(batch, inputs)
        with torch.no_grad():
            action = model.distribution(observation).sample()
            log_probability, _, _ = model.evaluate(observation, action)
        minibatches.append((observation, action, log_probability, torch.randn(batch), torch.randn(batch)))
    return minibatches


def step(model, optimizer, minibatch):
    observation, action, old_log_probability, advantage, value_target = minibatch
    log_probability, entropy, value = model.evaluate(observation, action)
    advantage = (advantage - advantage.mean()) / (advantage.std() + 1e-8)
    ratio = torch.exp(log_probability - old_log_probability)
    clipped = torch.clamp(ratio, 1 - CLIP_RANGE, 1 + CLIP_RANGE)
    policy_loss = -torch.min(advantage * ratio, advantage * clipped).mean()
    value_loss = nn.functional.mse_loss(value_target, value)
    entropy_loss = -entropy.mean()
    loss = policy_loss + ENTROPY_COEFFICIENT * entropy_loss + VALUE_COEFFICIENT * value_loss
    with torch.no_grad():
        log_ratio = log_probability - old_log_probability
        approximate_kl = ((torch.exp(log_ratio) - 1) - log_ratio).mean().item()
        clip_fraction = ((ratio - 1).abs() > CLIP_RANGE).float().mean().item()
    diagnostics = (policy_loss.item(), value_loss.item(), entropy_loss.item(), approximate_kl, clip_fraction)

    optimizer.zero_grad()
    loss.backward()
    nn.utils.clip_grad_norm_(model.parameters(), MAX_GRADIENT_NORM)
    optimizer.step()
    return diagnostics


def main():
    parser = argparse.ArgumentParser(description="Time one PPO-clip minibatch step in eager PyTorch.")
    parser.add_argument("--input", type=int, default=4)
    parser.add_argument("--hidden", type=int, nargs="+", default=[64, 64])
    parser.add_argument("--actions", type=int, default=2)
    parser.add_argument("--continuous", action="store_true", help="diagonal Gaussian, log_std independent of state")
    parser.add_argument("--batch", type=int, default=64)
    parser.add_argument("--repeats", type=int, default=1000)
    parser.add_argument("--fused", action="store_true", help="PyTorch's fused Adam kernel")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()

    torch.set_num_threads(1)
    torch.manual_seed(options.seed)
    # As SB3 does; CleanRL leaves these argument checks on and is a little slower for it.
    Distribution.set_default_validate_args(False)
    model = ActorCritic(options.input, options.hidden, options.actions, options.continuous)
    fused = {"fused": True} if options.fused else {}
    optimizer = torch.optim.Adam(model.parameters(), lr=3e-4, eps=1e-5, **fused)
    minibatches = make_minibatches(model, options.input, options.batch, 32)

    for index in range(max(50, options.repeats // 10)):
        step(model, optimizer, minibatches[index % len(minibatches)])
    milliseconds = []
    for index in range(options.repeats):
        minibatch = minibatches[index % len(minibatches)]
        started = time.perf_counter()
        diagnostics = step(model, optimizer, minibatch)
        milliseconds.append((time.perf_counter() - started) * 1000)
    if not all(math.isfinite(value) for value in diagnostics):
        raise SystemExit(f"torch_learner: losses are not finite at the end: {diagnostics}")

    measuring.report(
        {
            "peer": "PyTorch eager",
            "input": options.input,
            "hidden": options.hidden,
            "actions": options.actions,
            "continuous": options.continuous,
            "batch": options.batch,
            "repeats": options.repeats,
            "fusedAdam": options.fused,
            "medianMilliseconds": statistics.median(milliseconds),
            "minMilliseconds": min(milliseconds),
            "meanMilliseconds": statistics.fmean(milliseconds),
            "versions": measuring.versions(torch),
        }
    )


if __name__ == "__main__":
    main()
