import { RunError } from "../errors.js";
import { describeValue } from "../spaces/index.js";

function isPromise(value: unknown): value is PromiseLike<unknown> {
  return typeof value === "object" && value !== null && typeof (value as { then?: unknown }).then === "function";
}

/** Throws RunError `asynchronous-environment` if what `create`, `reset` or `step` returned is a promise. */
export function requireSynchronous(id: string, method: "create" | "reset" | "step", value: unknown): void {
  if (!isPromise(value)) return;
  // this error tells more than a later unhandled rejection, which would end the process
  value.then(undefined, () => {});
  throw new RunError({
    code: "asynchronous-environment",
    message: `${method} of "${id}" returned a promise; environments are synchronous.`,
    fix: `Take async and await out of ${method}, and load what it needs before the environment is created.`,
  });
}

/** Throws RunError `invalid-environment-object` unless `create` returned an object with `reset` and `step`. */
export function requireEnvironment(id: string, made: unknown): void {
  requireSynchronous(id, "create", made);
  const fix = "Return an object with the functions reset() and step(action).";
  if (typeof made !== "object" || made === null) {
    throw new RunError({
      code: "invalid-environment-object",
      message: `create of "${id}" returned ${describeValue(made)}, not an environment.`,
      fix,
    });
  }
  const functions = made as Readonly<Record<string, unknown>>;
  const missing = ["reset", "step"].find((name) => typeof functions[name] !== "function");
  const wrong = ["actionMask", "getState", "setState", "episodeFigures", "picture", "close"].find(
    (name) => functions[name] !== undefined && typeof functions[name] !== "function",
  );
  if (missing === undefined && wrong === undefined) return;
  throw new RunError({
    code: "invalid-environment-object",
    message:
      missing === undefined
        ? `create of "${id}" returned an object whose ${wrong} is ${describeValue(functions[wrong!])}, not a function.`
        : `create of "${id}" returned an object without a function ${missing}.`,
    fix: missing === undefined ? `Make ${wrong} a function, or leave it out.` : fix,
  });
}

/** Throws RunError `invalid-step-result`, or `asynchronous-environment`, unless `step` returned an object. */
export function requireResult(id: string, result: unknown): void {
  requireSynchronous(id, "step", result);
  if (typeof result === "object" && result !== null) return;
  throw new RunError({
    code: "invalid-step-result",
    message: `step of "${id}" returned ${describeValue(result)}, not a result.`,
    fix: "Return { observation, reward, terminated }.",
  });
}
