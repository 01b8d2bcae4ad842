/** How a ratio enters the objective of one sample. */
export type Clipping =
  | { readonly kind: "none" }
  /** min(ρA, clip(ρ)A) */
  | { readonly kind: "pessimistic"; readonly epsilon: number }
  /** clip(ρ)A */
  | { readonly kind: "plain"; readonly epsilon: number };

/** The objective of one sample divided by |A|; `sign` is that of A. */
export function objective(ratio: number, sign: 1 | -1, clipping: Clipping): number {
  if (clipping.kind === "none") return sign * ratio;
  const { epsilon } = clipping;
  const clipped = sign * Math.min(1 + epsilon, Math.max(1 - epsilon, ratio));
  return clipping.kind === "plain" ? clipped : Math.min(sign * ratio, clipped);
}

/** Whether the objective changes with the ratio there. */
export function carriesGradient(ratio: number, sign: 1 | -1, clipping: Clipping): boolean {
  if (clipping.kind === "none") return true;
  const { epsilon } = clipping;
  const [above, below] = [ratio > 1 + epsilon, ratio < 1 - epsilon];
  if (clipping.kind === "plain") return !above && !below;
  return !(sign > 0 ? above : below);
}
