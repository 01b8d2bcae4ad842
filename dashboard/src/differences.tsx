import type { RunSummary } from "../../src/dashboard/index.js";
import { differences } from "./groups.js";

const MOST = 12;

/** What the shown runs were configured differently in: a row per setting, a column per configuration. */
export function Differences({ runs }: { readonly runs: readonly RunSummary[] }) {
  const configurations = [...new Map(runs.map((run) => [run.group, run])).values()];
  if (configurations.length < 2) return null;
  const columns = configurations.slice(0, MOST);
  const same = (read: (run: RunSummary) => string) =>
    columns.every((run) => read(run) === read(columns[0] as RunSummary));
  const fixed: [string, (run: RunSummary) => string][] = [
    ["environment", (run) => run.environment],
    ["algorithm", (run) => run.algorithm],
    ["totalSteps", (run) => String(run.totalSteps)],
  ];
  const rows: [string, (run: RunSummary) => string][] = [
    ...fixed.filter(([, read]) => !same(read)),
    ...differences(columns).map((name): [string, (run: RunSummary) => string] => [
      name,
      (run) => run.options[name] ?? "–",
    ]),
  ];
  return (
    <section class="card" id="differences" aria-labelledby="differences-title">
      <h2 id="differences-title">Configuration differences</h2>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <section class="scroll" tabIndex={0} aria-label="Table of configuration differences">
        <table>
          <thead>
            <tr>
              <th scope="col">setting</th>
              {columns.map((run) => (
                <th scope="col" key={run.group}>
                  {run.id}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map(([name, read]) => (
              <tr key={name}>
                <th scope="row">{name}</th>
                {columns.map((run) => (
                  <td key={run.group}>{read(run)}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      {configurations.length > MOST && (
        <p class="note">
          The first {MOST} of {configurations.length} configurations; select fewer runs to compare others.
        </p>
      )}
    </section>
  );
}
