import { UsageError } from "../errors.js";

/** Reads an option's number. Throws UsageError `invalid-argument` that names the option and the value. */
export function numberOption(name: string, minimum = Number.NEGATIVE_INFINITY) {
  return (text: string): number => {
    const value = toNumber(text);
    if (Number.isFinite(value) && value >= minimum) return value;
    throw invalid(name, text, minimum === Number.NEGATIVE_INFINITY ? "a number" : `a number of at least ${minimum}`);
  };
}

/** Reads an option's whole number. Throws UsageError `invalid-argument` that names the option and the value. */
export function integerOption(name: string, minimum: number) {
  return (text: string): number => {
    const value = toNumber(text);
    if (Number.isSafeInteger(value) && value >= minimum) return value;
    const tooLarge = value > Number.MAX_SAFE_INTEGER;
    throw invalid(
      name,
      text,
      `a whole number of at ${tooLarge ? `most ${Number.MAX_SAFE_INTEGER}` : `least ${minimum}`}`,
    );
  };
}

/** Reads an option's number of threads, or "auto". Throws UsageError `invalid-argument` that names the option and the value. */
export function threadsOption(name: string) {
  return (text: string): number | "auto" => {
    if (text === "auto") return text;
    const value = toNumber(text);
    if (Number.isSafeInteger(value) && value >= 0) return value;
    throw invalid(name, text, 'a whole number of at least 0, or "auto"');
  };
}

/** Reads an option that takes one of a few words. Throws UsageError `invalid-argument` that names them. */
export function choiceOption<const Choice extends string>(name: string, choices: readonly Choice[]) {
  return (text: string): Choice => {
    const choice = choices.find((candidate) => candidate === text);
    if (choice !== undefined) return choice;
    throw invalid(name, text, choices.join(" or "));
  };
}

// Number("") is 0
const toNumber = (text: string): number => (text.trim() === "" ? Number.NaN : Number(text));

function invalid(name: string, text: string, expected: string): UsageError {
  return new UsageError({
    code: "invalid-argument",
    message: `Option ${name} is "${text}".`,
    fix: `Give ${expected}.`,
  });
}
