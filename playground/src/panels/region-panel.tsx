import { Panel } from "../../../ui/panel.js";
import { SeriesChart } from "../../../ui/series-chart.js";
import { algorithmOf } from "../experiment.js";
import type { Session } from "../session.js";

/** What each algorithm steers its distance by: a formula, and the metric to be watched beside the divergence. */
const rules: Readonly<Record<string, { readonly tex: string; readonly metric: string; readonly label: string }>> = {
  "ppo-lagrangian": {
    tex: String.raw`\lambda \leftarrow \max\big(0,\ \lambda + \alpha\,(\overline{D}_{\mathrm{KL}} - \varepsilon)\big)`,
    metric: "trust_region/lambda",
    label: "λ",
  },
  "ppo-kl": {
    tex: String.raw`\overline{D}_{\mathrm{KL}} > \tfrac32\varepsilon:\ \beta \leftarrow 2\beta,\qquad \overline{D}_{\mathrm{KL}} < \tfrac23\varepsilon:\ \beta \leftarrow \beta/2`,
    metric: "trust_region/beta",
    label: "β",
  },
  trpo: {
    tex: String.raw`\max_\pi\ \mathbb E[\rho A]\quad\text{s.t.}\quad \overline{D}_{\mathrm{KL}}(\mu\,\|\,\pi) \le \varepsilon`,
    metric: "trust_region/step_length",
    label: "step length",
  },
  npg: {
    tex: String.raw`\theta \leftarrow \theta + \sqrt{2\varepsilon / g^\top F^{-1} g}\ F^{-1} g`,
    metric: "trust_region/step_length",
    label: "step length",
  },
  ppo: {
    tex: String.raw`|\rho - 1| \le \varepsilon\quad\text{bounds}\quad \overline{D}_{\mathrm{KL}}(\mu\,\|\,\pi)\ \text{only roughly}`,
    metric: "charts/clip_range",
    label: "ε (clip range)",
  },
};

const other = {
  tex: String.raw`\overline{D}_{\mathrm{KL}}(\mu\,\|\,\pi) = \mathbb E_s\, \mathrm{KL}\big(\mu(\cdot|s)\,\|\,\pi(\cdot|s)\big)`,
  metric: "charts/learning_rate",
  label: "learning rate",
};

/** How far each update moved the policy, and what held it back. */
export function RegionPanel({ session }: { readonly session: Session }) {
  const { experiment, history } = session;
  const { tex, metric, label } = rules[experiment.algorithm] ?? other;
  const target = targetOf(session);
  const [steps = [], kl = [], largest = []] = history.columns(["losses/kl", "losses/kl_max"]);
  const limit = target === undefined ? [] : [steps.map(() => target)];
  const lines = [
    { label: "mean KL", color: 0 },
    { label: "largest KL", color: 3 },
    ...(target === undefined ? [] : [{ label: "limit ε", color: 1, dash: [6, 4] }]),
  ];
  return (
    <Panel id="region" title="How far an update moves" tex={tex}>
      {experiment.algorithm === "sac" ? (
        <p class="note">Soft Actor-Critic keeps no trust region: its entropy bonus holds the policy back.</p>
      ) : (
        <SeriesChart
          label="Divergence of the new policy from the old one, over steps"
          lines={lines}
          data={[steps, kl, largest, ...limit]}
          height={150}
        />
      )}
      <SeriesChart
        label={`${label} over steps`}
        lines={[{ label, color: 2 }]}
        data={history.columns([metric])}
        height={120}
      />
    </Panel>
  );
}

function targetOf({ experiment }: Session): number | undefined {
  try {
    const { targetKl, desiredKl } = algorithmOf(experiment).options;
    const target = targetKl ?? desiredKl;
    return typeof target === "number" ? target : undefined;
  } catch {
    return undefined;
  }
}
