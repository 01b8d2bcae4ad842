import { SeriesChart } from "../../../ui/series-chart.js";
import { regionFigures } from "../figures/index.js";
import type { FormulaName } from "../formulas.js";
import { useLive } from "../hooks.js";
import { LecturePanel } from "./lecture-panel.js";
import type { PanelSource } from "./panel-source.js";

/** What each algorithm steers its distance by: a formula, and a name for what is drawn below the divergence. */
const rules: Readonly<Record<string, readonly [formula: FormulaName, label: string]>> = {
  "ppo-lagrangian": ["multiplier", "λ"],
  "ppo-kl": ["penalty", "β"],
  trpo: ["trustRegion", "step length"],
  npg: ["naturalStep", "step length"],
  ppo: ["clipBounds", "ε (clip range)"],
};

/** How far each update moved the policy, and what held it back. */
export function RegionPanel({ session, prefix }: PanelSource) {
  const host = useLive(session);
  const { experiment, history } = session;
  const [formula, label] = rules[experiment.algorithm] ?? ["meanKl", "learning rate"];
  const { steps, meanKl, largestKl, limit, steering } = regionFigures(history, experiment);
  const lines = [
    { label: "mean KL", color: 0 },
    { label: "largest KL", color: 3 },
    ...(limit === undefined ? [] : [{ label: "limit ε", color: 1, dash: [6, 4] }]),
  ];
  return (
    <LecturePanel id={`${prefix}region`} host={host} title="How far an update moves" formula={formula}>
      {experiment.algorithm === "sac" ? (
        <p class="note">Soft Actor-Critic keeps no trust region: its entropy bonus holds the policy back.</p>
      ) : (
        <SeriesChart
          label="Divergence of the new policy from the old one, over steps"
          lines={lines}
          data={[steps, meanKl, largestKl, ...(limit === undefined ? [] : [limit])]}
          height={150}
        />
      )}
      <SeriesChart label={`${label} over steps`} lines={[{ label, color: 2 }]} data={[steps, steering]} height={120} />
    </LecturePanel>
  );
}
