/** A Markdown table; all columns but the first are aligned to the right. */
export function table(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  return [line(header), line(header.map((_, i) => (i === 0 ? "---" : "---:"))), ...rows.map(line)].join("\n");
}

/** Three significant digits below 1000, whole numbers above; the digits beyond are noise. */
export function formatNumber(value: number): string {
  if (Math.abs(value) >= 1000) return Math.round(value).toLocaleString("en-US").replaceAll(",", " ");
  return String(Number(value.toPrecision(3)));
}

/** A figure to compare with what was promised. */
export interface Figure {
  readonly label: string;
  /** null: not measured. */
  readonly value: number | null;
  readonly atLeast?: number;
  readonly atMost?: number;
}

/** A table of figures beside their targets. */
export function targetTable(figures: readonly Figure[]): string {
  return table(
    ["figure", "measured", "target", "met"],
    figures.map(({ label, value, atLeast = Number.NEGATIVE_INFINITY, atMost = Number.POSITIVE_INFINITY }) => [
      label,
      value === null ? "—" : formatNumber(value),
      atLeast > Number.NEGATIVE_INFINITY ? `≥ ${formatNumber(atLeast)}` : `≤ ${formatNumber(atMost)}`,
      value !== null && value >= atLeast && value <= atMost ? "yes" : "**no**",
    ]),
  );
}
