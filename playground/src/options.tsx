import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import type { Problem } from "../../ui/problem.js";
import { ProblemNote } from "../../ui/problem-note.js";
import { algorithmOf, changedOptions, type Experiment } from "./experiment.js";
import { OptionField } from "./option-field.js";
import { presetOf } from "./tasks.js";

interface OptionsProps {
  readonly experiment: Experiment;
  readonly problem: Problem | undefined;
  readonly onChange: (options: Readonly<Record<string, unknown>>) => void;
  /** Before the ids of the fields, where there are two algorithms on the page. */
  readonly prefix: string;
  readonly title: string;
  /** Further fields below the options. */
  readonly children?: ComponentChildren;
}

/** The options that matter most, before all others. */
const leading = ["learningRate", "clipRange", "targetKl", "gamma", "gaeLambda", "entropyCoefficient"];

/** Every option of an algorithm, with the preset's values. */
export function Options({ experiment, problem, onChange, prefix, title, children }: OptionsProps) {
  const [fieldProblem, setFieldProblem] = useState<Problem>();
  const options = shownOptions(experiment);
  const names = Object.keys(options);
  const shown = fieldProblem ?? problem;
  const first = leading.filter((name) => name in options);
  const rest = names.filter((name) => !leading.includes(name));
  const change = (next: Readonly<Record<string, unknown>>) => {
    setFieldProblem(undefined);
    onChange(next);
  };
  const field = (name: string) => (
    <div key={name}>
      <OptionField
        id={`${prefix}option-${name}`}
        name={name}
        value={options[name]}
        changed={name in experiment.options}
        onProblem={setFieldProblem}
        onChange={(value) => change(changedOptions(experiment, { ...options, [name]: value }))}
      />
      {shown?.setting === name && <ProblemNote problem={shown} />}
    </div>
  );
  return (
    <>
      <details open={!window.matchMedia("(max-width: 760px)").matches}>
        <summary>{title}</summary>
        {first.map(field)}
      </details>
      <details open={shown?.setting !== undefined && rest.includes(shown.setting) ? true : undefined}>
        <summary>All other options</summary>
        {rest.map(field)}
        {children}
      </details>
      {shown?.setting !== undefined && !names.includes(shown.setting) && <ProblemNote problem={shown} />}
      {Object.keys(experiment.options).length > 0 && (
        <button type="button" class="quiet" onClick={() => change({})}>
          Back to the preset
        </button>
      )}
    </>
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
