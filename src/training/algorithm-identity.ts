import { type Algorithm, algorithmNames } from "../algorithms/index.js";
import { UsageError } from "../errors.js";

const FUNCTION = "function";

/** JSON of options, in which networks that are functions can only be named as such. */
export const optionsToJSON = (options: Readonly<Record<string, unknown>>, indentation?: number): string =>
  JSON.stringify(options, (_key, value) => (typeof value === "function" ? FUNCTION : value), indentation);

/** What of an algorithm must be the same for a checkpoint of it to go on exactly. */
export const describeAlgorithm = ({ name, options }: Pick<Algorithm, "name" | "options">): string =>
  optionsToJSON({ algorithm: name, ...options });

/** Throws UsageError `checkpoint-mismatch` that names the first option in which an algorithm differs from its checkpoint's. */
export function requireSameAlgorithm(folder: string, algorithm: Algorithm, saved: string | undefined): void {
  if (saved === undefined) {
    throw new UsageError({
      code: "checkpoint-mismatch",
      message: `The checkpoint in ${folder} does not say with which options it was trained.`,
      fix: "Resume it with the version of Proximal that wrote it.",
    });
  }
  const now = describeAlgorithm(algorithm);
  if (now === saved) return;
  const [ours, theirs] = [now, saved].map((text) => JSON.parse(text) as Record<string, unknown>) as [
    Record<string, unknown>,
    Record<string, unknown>,
  ];
  const keys = new Set([...Object.keys(ours), ...Object.keys(theirs)]);
  const key = [...keys].find((name) => JSON.stringify(ours[name]) !== JSON.stringify(theirs[name]));
  // Only their order differs.
  if (key === undefined) return;
  throw new UsageError({
    code: "checkpoint-mismatch",
    message: `${key} is ${show(ours[key])}, but the checkpoint in ${folder} was trained with ${show(theirs[key])}.`,
    fix: "Restore what it was (run.json, or the algorithm given), or start a new run from its policy (warmStart).",
  });
}

const show = (value: unknown): string => (value === undefined ? "not set" : JSON.stringify(value));

/** Why an algorithm cannot be made from what a run keeps of it; undefined if it can. */
export function missingAlgorithm(
  folder: string,
  { algorithm, options }: { readonly algorithm: string; readonly options: Readonly<Record<string, unknown>> },
): UsageError | undefined {
  const reason = whyNotData(algorithm, options);
  if (reason === undefined) return undefined;
  return new UsageError({
    code: "missing-algorithm",
    message: `${folder} was trained by the algorithm "${algorithm}", ${reason}.`,
    fix: "Give `algorithm` again, as it was: resume(folder, { algorithm }).",
  });
}

/** Why an algorithm cannot be made again from its name and options, as a relative clause; undefined if it can. */
export function whyNotData(algorithm: string, options: Readonly<Record<string, unknown>>): string | undefined {
  if (!algorithmNames.some((name) => name === algorithm)) return "which is not a built-in one";
  const key = Object.keys(options).find((name) => holdsFunction(options[name]));
  return key === undefined ? undefined : `with ${key} a function, which cannot be kept or sent`;
}

const holdsFunction = (value: unknown): boolean =>
  value === FUNCTION ||
  typeof value === "function" ||
  (typeof value === "object" && value !== null && Object.values(value).some(holdsFunction));
