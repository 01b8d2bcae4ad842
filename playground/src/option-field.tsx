import type { Problem } from "../../ui/problem.js";
import { DraftInput } from "./draft-input.js";
import { problemOf } from "./experiment.js";
import { parseValue } from "./link.js";

interface OptionFieldProps {
  readonly id: string;
  readonly name: string;
  readonly value: unknown;
  readonly changed: boolean;
  readonly onChange: (value: unknown) => void;
  readonly onProblem: (problem: Problem) => void;
}

/** Where a slider goes from and to, and whether it moves by factors; options without one are numbers alone. */
const sliders: Readonly<Record<string, readonly [low: number, high: number, scale: "linear" | "factors"]>> = {
  learningRate: [1e-5, 0.1, "factors"],
  gamma: [0.8, 1, "linear"],
  gaeLambda: [0, 1, "linear"],
  clipRange: [0.01, 0.9, "linear"],
  entropyCoefficient: [0, 0.1, "linear"],
  valueCoefficient: [0, 1, "linear"],
  maxGradNorm: [0.1, 10, "factors"],
  targetKl: [1e-4, 0.2, "factors"],
  desiredKl: [1e-4, 0.2, "factors"],
  initialMultiplier: [0.01, 100, "factors"],
  multiplierRate: [0.1, 1000, "factors"],
  initialPenalty: [0.01, 100, "factors"],
  damping: [1e-4, 1, "factors"],
};

const isSchedule = (value: unknown): value is { readonly from: number; readonly to: number } =>
  typeof value === "object" && value !== null && "from" in value && "to" in value;

/** An algorithm's option: a switch, a slider with its number, or JSON for what has parts. */
export function OptionField({ id, name, value, changed, onChange, onProblem }: OptionFieldProps) {
  const label = (
    <label for={id} class={changed ? "changed" : ""}>
      {name}
    </label>
  );
  if (typeof value === "boolean") {
    return (
      <div class="field switch">
        <input id={id} type="checkbox" checked={value} onChange={(e) => onChange(e.currentTarget.checked)} />
        {label}
      </div>
    );
  }
  const slider = sliders[name];
  const first = isSchedule(value) ? value.from : value;
  if (slider && typeof first === "number") {
    const [low, high, scale] = slider;
    const toSlider = (x: number) =>
      scale === "linear" ? (x - low) / (high - low) : Math.log(Math.max(x, low) / low) / Math.log(high / low);
    const fromSlider = (t: number) =>
      Number(
        (scale === "linear" ? low + t * (high - low) : low * (high / low) ** t).toPrecision(
          2 + Number(scale === "linear"),
        ),
      );
    const set = (x: number) => onChange(isSchedule(value) ? { ...value, from: x } : x);
    return (
      <div class="field">
        {label}
        <DraftInput
          type="range"
          aria-label={`${name}, slider`}
          min="0"
          max="1"
          step="0.01"
          value={toSlider(first)}
          onCommit={(text) => set(fromSlider(Number(text)))}
        />
        <DraftInput id={id} type="text" inputMode="decimal" value={first} onCommit={readNumber} />
        {isSchedule(value) && <small>falls to {value.to} by the last step</small>}
      </div>
    );
  }
  return (
    <div class="field">
      {label}
      <DraftInput id={id} type="text" value={JSON.stringify(value)} onCommit={readJson} />
    </div>
  );

  function readNumber(text: string): void {
    const number = Number(text);
    if (text.trim() !== "" && !Number.isNaN(number) && isSchedule(value)) onChange({ ...value, from: number });
    else readJson(text);
  }

  function readJson(text: string): void {
    try {
      onChange(parseValue(name, text));
    } catch (error) {
      onProblem({ ...problemOf(error), setting: name });
    }
  }
}
