const DIVERGENCE = String.raw`\overline{D}_{\mathrm{KL}}`;

/** The panels' formulas, in TeX. They are drawn when the site is built, so that no page has to bring KaTeX. */
export const formulas = {
  clip: String.raw`\min\big(\rho A,\ \operatorname{clip}(\rho, 1-\varepsilon, 1+\varepsilon)\,A\big)`,
  plainClip: String.raw`\operatorname{clip}(\rho, 1-\varepsilon, 1+\varepsilon)\,A`,
  surrogate: String.raw`\rho A,\qquad \rho = \pi(a|s)\,/\,\mu(a|s)`,
  multiplier: String.raw`\lambda \leftarrow \max\big(0,\ \lambda + \alpha\,(${DIVERGENCE} - \varepsilon)\big)`,
  penalty: String.raw`${DIVERGENCE} > \tfrac32\varepsilon:\ \beta \leftarrow 2\beta,\qquad ${DIVERGENCE} < \tfrac23\varepsilon:\ \beta \leftarrow \beta/2`,
  trustRegion: String.raw`\max_\pi\ \mathbb E[\rho A]\quad\text{s.t.}\quad ${DIVERGENCE}(\mu\,\|\,\pi) \le \varepsilon`,
  naturalStep: String.raw`\theta \leftarrow \theta + \sqrt{2\varepsilon / g^\top F^{-1} g}\ F^{-1} g`,
  clipBounds: String.raw`|\rho - 1| \le \varepsilon\quad\text{bounds}\quad ${DIVERGENCE}(\mu\,\|\,\pi)\ \text{only roughly}`,
  meanKl: String.raw`${DIVERGENCE}(\mu\,\|\,\pi) = \mathbb E_s\, \mathrm{KL}\big(\mu(\cdot|s)\,\|\,\pi(\cdot|s)\big)`,
  weights: String.raw`\rho = \frac{\pi(a|s)}{\mu(a|s)},\qquad \mathrm{ESS} = \frac{(\sum \rho)^2}{\sum \rho^2}`,
  trajectoryWeights: String.raw`w(\tau) = \prod_t \frac{\pi(a_t|s_t)}{\mu(a_t|s_t)},\qquad \mathrm{ESS} = \frac{(\sum w)^2}{\sum w^2}`,
  lowerBound: String.raw`J(\pi) \ \ge\ J(\mu) + \tfrac{1}{1-\gamma}\,\mathbb E_\mu[\rho A^\mu] - C\, D^{\max}_{\mathrm{KL}}(\mu\,\|\,\pi)`,
  threeSteps: String.raw`g,\qquad F^{-1}g,\qquad ${DIVERGENCE} \le 0.05`,
} as const;

export type FormulaName = keyof typeof formulas;
