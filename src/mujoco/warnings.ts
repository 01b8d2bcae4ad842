import { RunError } from "../errors.js";
import type { WarningList } from "./bindings.js";

/** Warnings by MuJoCo's numbers; bad positions, velocities and accelerations are noticed without them. */
const warnings = [
  { name: "inertia", text: "its inertia matrix is singular", fix: "Give every moving body mass, or joints armature." },
  { name: "contacts", text: "it left out contacts, for its arena is full", fix: "Give the model a larger arenaBytes." },
  {
    name: "constraints",
    text: "it left out constraints, for its arena is full",
    fix: "Give the model a larger arenaBytes.",
  },
] as const;

/** What MuJoCo would only have noted in passing since the last reset. */
export function checkWarnings(list: WarningList): RunError | undefined {
  for (let i = 0; i < warnings.length; i++) {
    const entry = list.get(i);
    const count = entry?.number ?? 0;
    entry?.delete();
    const warning = warnings[i]!;
    if (count > 0) {
      return new RunError({
        code: "simulation-warning",
        message: `MuJoCo warns, ${count} time${count === 1 ? "" : "s"} since the last reset: ${warning.text}.`,
        fix: warning.fix,
      });
    }
  }
  return undefined;
}
