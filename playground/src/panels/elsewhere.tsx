/** In place of what can be computed for tabular processes only. */
export function Elsewhere({ onTabular }: { readonly onTabular: () => void }) {
  return (
    <p class="note">
      The true objective can be computed for tabular processes only.{" "}
      <button type="button" class="quiet" onClick={onTabular}>
        Train on a grid world
      </button>
    </p>
  );
}
