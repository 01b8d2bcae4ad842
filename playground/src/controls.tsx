import { useState } from "preact/hooks";
import type { Problem } from "../../ui/problem.js";
import { ProblemNote } from "../../ui/problem-note.js";
import { DraftInput } from "./draft-input.js";
import { type Experiment, experimentFor, type Rival, rivalOf } from "./experiment.js";
import { Options } from "./options.js";
import { algorithmsFor, environmentGroups } from "./tasks.js";

interface ControlsProps {
  readonly experiment: Experiment;
  readonly problem: Problem | undefined;
  readonly rivalProblem: Problem | undefined;
  readonly onChange: (experiment: Experiment) => void;
}

/** Choice of environment, algorithms and every option. Every change begins the experiment anew. */
export function Controls({ experiment, problem, rivalProblem, onChange }: ControlsProps) {
  const [fieldProblem, setFieldProblem] = useState<Problem>();
  const { environment, against } = experiment;
  const algorithms = algorithmsFor(environment);
  const rival = rivalOf(experiment);
  const change = (next: Experiment) => {
    setFieldProblem(undefined);
    onChange(next);
  };
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
      {fieldProblem?.setting === key && <ProblemNote problem={fieldProblem} />}
    </div>
  );
  return (
    <form class="controls" onSubmit={(e) => e.preventDefault()} aria-label="Experiment">
      <div class="field">
        <label for="environment">Environment</label>
        <select
          id="environment"
          value={environment}
          onChange={({ currentTarget: { value } }) => {
            const allowed = algorithmsFor(value);
            const algorithm = allowed.includes(experiment.algorithm) ? experiment.algorithm : "ppo";
            const kept = against && allowed.includes(against.algorithm);
            change({
              ...experimentFor(value, algorithm, experiment.seed),
              against: kept ? { algorithm: against.algorithm, options: {} } : undefined,
            });
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
          onChange={(e) =>
            change({
              ...experimentFor(environment, e.currentTarget.value, experiment.seed),
              against: experiment.against,
            })
          }
        >
          {algorithms.map((name) => (
            <option key={name} value={name}>
              {name}
            </option>
          ))}
        </select>
      </div>
      <div class="field">
        <label for="against">Side by side with</label>
        <select
          id="against"
          value={against?.algorithm ?? ""}
          onChange={({ currentTarget: { value } }) => change({ ...experiment, against: rivalNamed(value) })}
        >
          <option value="">nothing</option>
          {algorithms.map((name) => (
            <option key={name} value={name}>
              {name}
            </option>
          ))}
        </select>
      </div>
      {whole("Seed", "seed", 0)}
      <Options
        key={experiment.algorithm}
        experiment={experiment}
        problem={problem}
        prefix=""
        title={rival ? `Options of ${experiment.algorithm}` : "Options"}
        onChange={(options) => change({ ...experiment, options })}
      >
        {whole("Steps in all", "totalSteps", 1)}
        {whole("Pause after iteration", "pauseAt", 1, true)}
      </Options>
      {rival && against && (
        <Options
          key={`against ${rival.algorithm}`}
          experiment={rival}
          problem={rivalProblem}
          prefix="against-"
          title={`Options of ${rival.algorithm}, the second`}
          onChange={(options) => change({ ...experiment, against: { ...against, options } })}
        />
      )}
    </form>
  );
}

const rivalNamed = (algorithm: string): Rival | undefined =>
  algorithm === "" ? undefined : { algorithm, options: {} };
