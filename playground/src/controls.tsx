import { useState } from "preact/hooks";
import type { Problem } from "../../ui/problem.js";
import { ProblemNote } from "../../ui/problem-note.js";
import { DraftInput } from "./draft-input.js";
import { algorithmOf, changedOptions, type Experiment, experimentFor } from "./experiment.js";
import { OptionField } from "./option-field.js";
import { algorithmsFor, environmentGroups, presetOf } from "./tasks.js";

interface ControlsProps {
  readonly experiment: Experiment;
  readonly problem: Problem | undefined;
  readonly onChange: (experiment: Experiment) => void;
}

/** The options that matter most, before all others. */
const leading = ["learningRate", "clipRange", "targetKl", "gamma", "gaeLambda", "entropyCoefficient"];

/** Choice of environment, algorithm and every option. Every change begins the experiment anew. */
export function Controls({ experiment, problem, onChange }: ControlsProps) {
  const [fieldProblem, setFieldProblem] = useState<Problem>();
  const change = (next: Experiment) => {
    setFieldProblem(undefined);
    onChange(next);
  };
  const options = shownOptions(experiment);
  const names = [
    ...leading.filter((name) => name in options),
    ...Object.keys(options).filter((n) => !leading.includes(n)),
  ];
  const shown = fieldProblem ?? problem;
  const placed = [...names, "seed", "totalSteps", "pauseAt"];
  const option = (name: string) => (
    <div key={name}>
      <OptionField
        name={name}
        value={options[name]}
        changed={name in experiment.options}
        onProblem={setFieldProblem}
        onChange={(value) =>
          change({ ...experiment, options: changedOptions(experiment, { ...options, [name]: value }) })
        }
      />
      {shown?.setting === name && <ProblemNote problem={shown} />}
    </div>
  );
  const whole = (label: string, key: "seed" | "totalSteps" | "pauseAt", least: number, optional = false) => (
    <div class="field">
      <label for={key}>{label}</label>
      <DraftInput
        id={key}
        type="number"
        min={least}
        step="1"
        value={experiment[key] ?? ""}
        {...(optional && { placeholder: "never" })}
        onCommit={(value) => {
          const number = Number(value);
          if (value === "" && optional) change({ ...experiment, [key]: undefined });
          else if (value !== "" && Number.isSafeInteger(number) && number >= least)
            change({ ...experiment, [key]: number });
          else {
            setFieldProblem({
              message: `${label} is "${value}".`,
              fix: `Use a whole number from ${least} up${optional ? ", or leave it empty" : ""}.`,
              setting: key,
            });
          }
        }}
      />
      {shown?.setting === key && <ProblemNote problem={shown} />}
    </div>
  );
  return (
    <form class="controls" onSubmit={(e) => e.preventDefault()} aria-label="Experiment">
      <div class="field">
        <label for="environment">Environment</label>
        <select
          id="environment"
          value={experiment.environment}
          onChange={({ currentTarget: { value } }) => {
            const algorithm = algorithmsFor(value).includes(experiment.algorithm) ? experiment.algorithm : "ppo";
            change(experimentFor(value, algorithm, experiment.seed));
          }}
        >
          {environmentGroups.map(({ name, ids }) => (
            <optgroup key={name} label={name}>
              {ids.map((id) => (
                <option key={id} value={id}>
                  {id}
                </option>
              ))}
            </optgroup>
          ))}
        </select>
      </div>
      <div class="field">
        <label for="algorithm">Algorithm</label>
        <select
          id="algorithm"
          value={experiment.algorithm}
          onChange={(e) => change(experimentFor(experiment.environment, e.currentTarget.value, experiment.seed))}
        >
          {algorithmsFor(experiment.environment).map((name) => (
            <option key={name} value={name}>
              {name}
            </option>
          ))}
        </select>
      </div>
      {whole("Seed", "seed", 0)}
      <details open>
        <summary>Options</summary>
        {names.filter((name) => leading.includes(name)).map(option)}
      </details>
      <details open={shown?.setting !== undefined && !leading.includes(shown.setting) ? true : undefined}>
        <summary>All other options</summary>
        {names.filter((name) => !leading.includes(name)).map(option)}
        {whole("Steps in all", "totalSteps", 1)}
        {whole("Pause after iteration", "pauseAt", 1, true)}
      </details>
      {shown?.setting !== undefined && !placed.includes(shown.setting) && <ProblemNote problem={shown} />}
      {Object.keys(experiment.options).length > 0 && (
        <button type="button" class="quiet" onClick={() => change({ ...experiment, options: {} })}>
          Back to the preset
        </button>
      )}
    </form>
  );
}

/** With defaults; where they are refused, what is known without resolving them. */
function shownOptions(experiment: Experiment): Readonly<Record<string, unknown>> {
  try {
    return algorithmOf(experiment).options;
  } catch {
    const base = algorithmOf({ ...experiment, options: {} }).options;
    return { ...base, ...presetOf(experiment.environment, experiment.algorithm).options, ...experiment.options };
  }
}
