import type { Problem } from "./problem.js";

/** An error where it belongs: what is wrong, and what to do. */
export function ProblemNote({ problem, onClose }: { readonly problem: Problem; readonly onClose?: () => void }) {
  return (
    <div class="problem" role="alert">
      <p>
        <strong>{problem.message}</strong> {problem.fix}
      </p>
      {onClose && (
        <button type="button" class="quiet" onClick={onClose} aria-label="Close this message">
          ✕
        </button>
      )}
    </div>
  );
}
