/**
 * A sink of one's own: draws the returns of a training as a line of blocks.
 * Run: npx tsx examples/custom-sink.ts [steps]
 */
import { type MetricsRecord, type MetricsSink, train } from "proximal";

/** One block for each record of `metric`, the lowest value lowest; the line is printed when the run closes the sink. */
function sparkline(metric: string): MetricsSink {
  const values: number[] = [];
  return {
    write(record: MetricsRecord) {
      // A record lacks what was not measured.
      const value = record.values[metric];
      if (value !== undefined) values.push(value);
    },
    close() {
      if (values.length === 0) return;
      const [low, high] = [Math.min(...values), Math.max(...values)];
      const block = (value: number) => "▁▂▃▄▅▆▇█"[Math.round((7 * (value - low)) / (high - low || 1))];
      console.log(`${metric} ${values.map(block).join("")} ${low.toPrecision(3)} to ${high.toPrecision(3)}`);
    },
  };
}

await train({
  environment: "CartPole-v1",
  totalSteps: Number(process.argv[2] ?? 20_000),
  evaluation: false,
  sinks: [sparkline("charts/episodic_return"), sparkline("losses/entropy")],
}).finish();
