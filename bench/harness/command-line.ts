import { parseArgs } from "node:util";
import { ProximalError, UsageError } from "../../src/errors.js";
import { didYouMean } from "../../src/text.js";

type Value = number | string | boolean | readonly number[] | readonly string[];

/**
 * Options from the command line, typed and named like their defaults; lists are separated by commas, `--help` shows
 * what there is. Throws a UsageError for an unknown option or a value that is no number where one is needed.
 */
export function readOptions<Options extends Record<string, Value>>(defaults: Options): Options {
  if (process.argv.includes("--help")) {
    for (const [name, value] of Object.entries(defaults)) console.log(`--${name}  (default ${JSON.stringify(value)})`);
    process.exit(0);
  }
  const types = Object.entries(defaults).map(([name, value]) => [
    name,
    { type: typeof value === "boolean" ? "boolean" : "string" } as const,
  ]);
  const { values, positionals } = parseArgs({
    options: Object.fromEntries(types),
    strict: false,
    allowPositionals: true,
  });
  const unknown = Object.keys(values).find((name) => !Object.hasOwn(defaults, name)) ?? positionals[0];
  if (unknown !== undefined) {
    throw invalid(
      `There is no option "${unknown}".`,
      `${didYouMean(unknown, Object.keys(defaults))}There are: ${Object.keys(defaults).join(", ")}.`,
    );
  }
  const given = Object.entries(values).map(([name, text]) => [name, convert(name, text, defaults[name])]);
  return { ...defaults, ...Object.fromEntries(given) };
}

/** Runs a bench; a failure that the user can mend is told without a stack. */
export async function runBench(bench: () => Promise<void>): Promise<void> {
  try {
    await bench();
  } catch (error) {
    console.error(error instanceof ProximalError ? `${error.message} ${error.fix}` : error);
    process.exitCode = 1;
  }
}

function convert(name: string, text: unknown, like: Value | undefined): Value {
  if (typeof like === "boolean") return text === true;
  if (typeof text !== "string") throw invalid(`--${name} has no value.`, `Write --${name}=${like}.`);
  const toNumber = (part: string) => {
    const value = part.trim() === "" ? Number.NaN : Number(part);
    if (Number.isFinite(value)) return value;
    throw invalid(`--${name} is "${text}".`, `Write numbers, for example --${name}=${like}.`);
  };
  if (typeof like === "number") return toNumber(text);
  if (typeof like === "string") return text;
  const parts = text.split(",");
  return typeof like?.[0] === "number" ? parts.map(toNumber) : parts;
}

const invalid = (message: string, fix: string) => new UsageError({ code: "bench-invalid-option", message, fix });
