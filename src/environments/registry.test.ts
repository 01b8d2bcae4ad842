import { describe, expect, it } from "vitest";
import { UsageError } from "../errors.js";
import { cartPole } from "./classic-control/index.js";
import { findEnvironment, listEnvironments, registerEnvironment } from "./registry.js";
import { counter, walk } from "./testing.js";

describe("the registry", () => {
  it("knows the built-in environments without any registration", () => {
    expect(findEnvironment("CartPole-v1")).toBe(cartPole);
    expect(listEnvironments().map(({ id }) => id)).toEqual(
      expect.arrayContaining([
        "CartPole-v1",
        "MountainCar-v0",
        "MountainCarContinuous-v0",
        "Acrobot-v1",
        "Pendulum-v1",
      ]),
    );
  });

  it("suggests the nearest id for an unknown one", () => {
    expect(() => findEnvironment("cartpole-v1")).toThrow('There is no environment "cartpole-v1".');
    try {
      findEnvironment("Pendulun-v1");
    } catch (error) {
      expect(error).toBeInstanceOf(UsageError);
      expect((error as UsageError).code).toBe("unknown-environment");
      expect((error as UsageError).fix).toContain('Did you mean "Pendulum-v1"?');
    }
    expect.assertions(4);
  });

  it("takes definitions as they are, and finds registered ones by id", () => {
    expect(findEnvironment(counter(2)).id).toBe("Counter-v0");
    expect(() => findEnvironment("Walk-v0")).toThrow(UsageError);
    registerEnvironment(walk as Parameters<typeof registerEnvironment>[0]);
    registerEnvironment(walk as Parameters<typeof registerEnvironment>[0]);
    expect(findEnvironment("Walk-v0")).toBe(walk);
  });

  it("refuses a second environment with the same id", () => {
    expect(() => registerEnvironment({ ...counter(2), id: "CartPole-v1" })).toThrow(/already registered/);
  });
});
