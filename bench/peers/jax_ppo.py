"""PPO on CartPole compiled whole with JAX, as PureJaxRL does, on the CPU; prints one JSON line.

    jax_ppo.py --seed 1 --steps 500000 [--environments 4] [--episodes 100]

{
  "peer": "PureJaxRL-style PPO", "environment": "CartPole-v1", "seed", "steps",
  "compileSeconds":  tracing and compiling,
  "trainSeconds", "stepsPerSecond", "trainCpuSeconds", "stepsPerCpuSecond": the compiled program alone,
  "curve": [[steps, seconds, processor seconds, mean return of the last episodes], ...]: times are shares of the whole,
           because nothing can be read while the program runs,
  "evaluation": {"mean", "std", "episodes"}, greedy, after training,
  "rssMegabytes":   peak resident memory up to the end of training, 10^6 bytes,
  "startupSeconds": process start until tracing begins,
  "versions": {...}
}

Not PureJaxRL's code but its way (environment, rollout, advantages and updates in one jitted scan) and its settings for
CartPole: 4 environments x 128 steps, 4 minibatches, 4 epochs, learning rate 2.5e-4 annealed to 0, gamma 0.99, lambda
0.95, clip 0.2 (policy and value), entropy 0.01, value 0.5, gradient norm 0.5, Adam epsilon 1e-5, separate 64x64 tanh
networks, time limits taken for deaths.
"""

import measuring  # isort: skip (sets thread variables)

import os

os.environ["JAX_PLATFORMS"] = "cpu"
# one thread, like every peer
os.environ["XLA_FLAGS"] = "--xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1"

import argparse
import functools
import time

import jax
import jax.numpy as jnp
import numpy

STEPS, MINIBATCHES, EPOCHS = 128, 4, 4
LEARNING_RATE, GAMMA, LAMBDA, CLIP_RANGE = 2.5e-4, 0.99, 0.95, 0.2
ENTROPY_COEFFICIENT, VALUE_COEFFICIENT, MAX_GRADIENT_NORM = 0.01, 0.5, 0.5
MAX_EPISODE_STEPS = 500


def start(key):
    return jax.random.uniform(key, (4,), minval=-0.05, maxval=0.05)


def cart_pole(state, action):
    """One Euler step of 0.02 s; Barto, Sutton and Anderson (1983), figures as in Gymnasium."""
    x, speed, angle, turning = state
    force = jnp.where(action == 1, 10.0, -10.0)
    gravity, mass, pole, half_length, seconds = 9.8, 1.1, 0.1, 0.5, 0.02
    sine, cosine = jnp.sin(angle), jnp.cos(angle)
    push = (force + pole * half_length * turning**2 * sine) / mass
    angular = (gravity * sine - cosine * push) / (half_length * (4.0 / 3.0 - pole * cosine**2 / mass))
    linear = push - pole * half_length * angular * cosine / mass
    after = jnp.array([x + seconds * speed, speed + seconds * linear, angle + seconds * turning, turning + seconds * angular])
    return after, (jnp.abs(after[0]) > 2.4) | (jnp.abs(after[2]) > 12 * jnp.pi / 180)


def advance(key, state, age, action):
    """A step, and a new start where the episode ended: state, age, whether it ended, the ended episode's return."""
    after, fell = cart_pole(state, action)
    age = age + 1
    done = fell | (age >= MAX_EPISODE_STEPS)
    return jnp.where(done, start(key), after), jnp.where(done, 0, age), done, jnp.where(done, age, 0)


def network(key, last, gain):
    sizes, gains = [4, 64, 64, last], [jnp.sqrt(2), jnp.sqrt(2), gain]
    keys = jax.random.split(key, 3)
    return [
        (jax.nn.initializers.orthogonal(g)(k, (i, o)), jnp.zeros(o)) for k, i, o, g in zip(keys, sizes, sizes[1:], gains)
    ]


def apply(layers, observation):
    for weight, bias in layers[:-1]:
        observation = jnp.tanh(observation @ weight + bias)
    weight, bias = layers[-1]
    return observation @ weight + bias


def evaluate(parameters, observation, action):
    log_probabilities = jax.nn.log_softmax(apply(parameters["actor"], observation))
    log_probability = jnp.take_along_axis(log_probabilities, action[..., None], -1)[..., 0]
    entropy = -(jnp.exp(log_probabilities) * log_probabilities).sum(-1)
    return log_probability, entropy, apply(parameters["critic"], observation)[..., 0]


def loss(parameters, batch):
    observation, action, old_log_probability, old_value, advantage, target = batch
    log_probability, entropy, value = evaluate(parameters, observation, action)
    ratio = jnp.exp(log_probability - old_log_probability)
    advantage = (advantage - advantage.mean()) / (advantage.std() + 1e-8)
    policy = -jnp.minimum(ratio * advantage, jnp.clip(ratio, 1 - CLIP_RANGE, 1 + CLIP_RANGE) * advantage).mean()
    clipped = old_value + jnp.clip(value - old_value, -CLIP_RANGE, CLIP_RANGE)
    value_loss = 0.5 * jnp.maximum((value - target) ** 2, (clipped - target) ** 2).mean()
    return policy + VALUE_COEFFICIENT * value_loss - ENTROPY_COEFFICIENT * entropy.mean()


def adam(parameters, moments, gradient, count, rate):
    norm = jnp.sqrt(sum(jnp.sum(g**2) for g in jax.tree.leaves(gradient)))
    gradient = jax.tree.map(lambda g: g * jnp.minimum(1.0, MAX_GRADIENT_NORM / (norm + 1e-6)), gradient)
    first = jax.tree.map(lambda m, g: 0.9 * m + 0.1 * g, moments[0], gradient)
    second = jax.tree.map(lambda v, g: 0.999 * v + 0.001 * g**2, moments[1], gradient)
    scale = lambda m, v: rate * (m / (1 - 0.9**count)) / (jnp.sqrt(v / (1 - 0.999**count)) + 1e-5)
    return jax.tree.map(lambda p, m, v: p - scale(m, v), parameters, first, second), (first, second)


def make_training(copies, updates):
    rows = STEPS * copies

    def act(carry, key):
        parameters, state, age = carry
        to_act, *to_start = jax.random.split(key, copies + 1)
        logits = apply(parameters["actor"], state)
        action = jax.random.categorical(to_act, logits)
        log_probability, _, value = evaluate(parameters, state, action)
        after, age, done, ended = jax.vmap(advance)(jnp.array(to_start), state, age, action)
        return (parameters, after, age), (state, action, log_probability, value, done, ended)

    def backwards(carry, step):
        running, next_value = carry
        value, done = step
        alive = 1.0 - done
        running = 1.0 + GAMMA * next_value * alive - value + GAMMA * LAMBDA * alive * running
        return (running, value), running

    def minibatch(carry, batch):
        parameters, moments, count, rate = carry
        gradient = jax.grad(loss)(parameters, batch)
        parameters, moments = adam(parameters, moments, gradient, count, rate)
        return (parameters, moments, count + 1, rate), None

    def update(carry, index):
        parameters, moments, count, state, age, key = carry
        key, to_act, to_shuffle = jax.random.split(key, 3)
        (_, state, age), rollout = jax.lax.scan(act, (parameters, state, age), jax.random.split(to_act, STEPS))
        observation, action, log_probability, value, done, ended = rollout
        last = apply(parameters["critic"], state)[..., 0]
        _, advantage = jax.lax.scan(
            backwards, (jnp.zeros(copies), last), (value, done.astype(jnp.float32)), reverse=True
        )
        batch = (observation, action, log_probability, value, advantage, advantage + value)
        flat = jax.tree.map(lambda x: x.reshape(rows, *x.shape[2:]), batch)
        rate = LEARNING_RATE * (1 - index / updates)

        def epoch(carry, key):
            order = jax.random.permutation(key, rows)
            cut = jax.tree.map(lambda x: x[order].reshape(MINIBATCHES, rows // MINIBATCHES, *x.shape[1:]), flat)
            return jax.lax.scan(minibatch, carry, cut)

        (parameters, moments, count, _), _ = jax.lax.scan(
            epoch, (parameters, moments, count, rate), jax.random.split(to_shuffle, EPOCHS)
        )
        return (parameters, moments, count, state, age, key), (ended.sum(), done.sum())

    @jax.jit
    def training(key):
        key, to_actor, to_critic, to_start = jax.random.split(key, 4)
        parameters = {"actor": network(to_actor, 2, 0.01), "critic": network(to_critic, 1, 1.0)}
        zeros = jax.tree.map(jnp.zeros_like, parameters)
        state = jax.vmap(start)(jax.random.split(to_start, copies))
        carry = (parameters, (zeros, zeros), 1.0, state, jnp.zeros(copies, jnp.int32), key)
        carry, (ended, done) = jax.lax.scan(update, carry, jnp.arange(updates))
        return carry[0], ended, done

    return training


@functools.partial(jax.jit, static_argnums=2)
def greedy_returns(parameters, key, episodes):
    """The first episode of each of `episodes` copies."""

    def step(carry, _):
        state, alive, total = carry
        action = apply(parameters["actor"], state).argmax(-1)
        after, fell = jax.vmap(cart_pole)(state, action)
        return (after, alive & ~fell, total + alive), None

    state = jax.vmap(start)(jax.random.split(key, episodes))
    carry = (state, jnp.ones(episodes, bool), jnp.zeros(episodes))
    (_, _, total), _ = jax.lax.scan(step, carry, None, length=MAX_EPISODE_STEPS)
    return total


def curve(ended, done, per_update, seconds, cpu_seconds):
    """Mean return of the episodes that ended in the last updates, at least 100 of them where there were so many."""
    points, updates = [], len(ended)
    totals, counts = numpy.cumsum(ended), numpy.cumsum(done)
    for index in range(0, updates, max(1, updates // 200)):
        first = numpy.searchsorted(counts, counts[index] - 100, side="right")
        count = counts[index] - (counts[first - 1] if first > 0 else 0)
        if count > 0:
            total = totals[index] - (totals[first - 1] if first > 0 else 0)
            share = (index + 1) / updates
            points.append([(index + 1) * per_update, share * seconds, share * cpu_seconds, float(total / count)])
    return points


def main():
    parser = argparse.ArgumentParser(description="Measure PPO compiled with JAX.")
    parser.add_argument("--seed", type=int, required=True)
    parser.add_argument("--steps", type=int, required=True)
    parser.add_argument("--environments", type=int, default=4)
    parser.add_argument("--episodes", type=int, default=100, help="of the final evaluation")
    options = parser.parse_args()
    per_update = STEPS * options.environments
    updates = options.steps // per_update
    if updates < 1:
        parser.error(f"--steps {options.steps} is less than one rollout of {per_update}")

    startup_seconds = measuring.seconds_since_process_start()
    started = time.perf_counter()
    key = jax.random.PRNGKey(options.seed)
    training = make_training(options.environments, updates).lower(key).compile()
    compile_seconds = time.perf_counter() - started

    started, cpu_started = time.perf_counter(), time.process_time()
    parameters, ended, done = jax.block_until_ready(training(key))
    seconds, cpu_seconds = time.perf_counter() - started, time.process_time() - cpu_started
    rss_megabytes = measuring.peak_rss_megabytes()
    returns = numpy.asarray(greedy_returns(parameters, jax.random.PRNGKey(options.seed + 1_000_000), options.episodes))
    steps = updates * per_update

    measuring.report(
        {
            "peer": "PureJaxRL-style PPO",
            "environment": "CartPole-v1",
            "seed": options.seed,
            "steps": steps,
            "compileSeconds": compile_seconds,
            "trainSeconds": seconds,
            "stepsPerSecond": steps / seconds,
            "trainCpuSeconds": cpu_seconds,
            "stepsPerCpuSecond": steps / cpu_seconds,
            "curve": curve(numpy.asarray(ended), numpy.asarray(done), per_update, seconds, cpu_seconds),
            "evaluation": {"mean": float(returns.mean()), "std": float(returns.std()), "episodes": len(returns)},
            "rssMegabytes": rss_megabytes,
            "startupSeconds": startup_seconds,
            "versions": measuring.versions(jax, numpy),
        }
    )


if __name__ == "__main__":
    main()
