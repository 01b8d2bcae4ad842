import { actionName } from "./drawings/index.js";
import type { Scene } from "./scene.js";

/** The distribution over actions in the current state. */
export function PolicyView({ scene, environment }: { readonly scene: Scene; readonly environment: string }) {
  const { probabilities, gaussian, action } = scene;
  if (probabilities) {
    return (
      <ul class="policy" aria-label="Probability of each action">
        {probabilities.map((p, index) => (
          <li key={index} class={action?.[0] === index ? "chosen" : ""}>
            <span>{actionName(environment, index)}</span>
            <span class="bar">
              <span style={{ width: `${100 * p}%` }} />
            </span>
            <span class="number">{p.toFixed(2)}</span>
          </li>
        ))}
      </ul>
    );
  }
  if (gaussian) {
    return (
      <ul class="policy" aria-label="Mean and standard deviation of each action">
        {gaussian.mean.map((mean, index) => (
          <li key={index}>
            <span>{gaussian.mean.length === 1 ? "action" : `action ${index}`}</span>
            <span class="gauss">
              <span class="spread" style={spread(mean, gaussian.std[index] ?? 0)} />
              {action && <span class="mark" style={{ left: `${place(action[index] ?? 0)}%` }} />}
            </span>
            <span class="number">
              {signed(mean)} ± {(gaussian.std[index] ?? 0).toFixed(2)}
            </span>
          </li>
        ))}
      </ul>
    );
  }
  return action ? (
    <p class="note">action: {action.join(", ")}</p>
  ) : (
    <p class="note">No policy yet: start the training.</p>
  );
}

const signed = (value: number) => (Math.abs(value) < 0.005 ? "0.00" : value.toFixed(2).replace("-", "−"));

/** Actions from −3 to 3, in percent of the bar. */
const place = (action: number) => Math.max(0, Math.min(100, 50 + (action / 6) * 100));

const spread = (mean: number, std: number) => ({
  left: `${place(mean - std)}%`,
  width: `${Math.max(1, place(mean + std) - place(mean - std))}%`,
});
