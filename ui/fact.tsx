import { tickLabel } from "./frame.js";

/** A number and its name, in a list of class `facts`. */
export function Fact({ name, value }: { readonly name: string; readonly value: number | undefined }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{value === undefined ? "–" : tickLabel(value)}</dd>
    </div>
  );
}
