/**
 * Everything that can go wrong with MuJoCo, thousands of times in one process, and then a training. With `abuse: false` only
 * the training: what it has to come to.
 */
import { createHash } from "node:crypto";
import { type ProximalError, RunError, train, UsageError } from "proximal";
import { loadMujoco, type Mujoco, type MujocoModel } from "proximal/mujoco";
import { createRandom } from "proximal/random";
import * as models from "../../src/environments/mujoco/models/index.js";
import { breakModel } from "./broken-models.js";
import { report, settingsFromCommandLine } from "./report.js";

export interface AbuseSettings {
  readonly abuse: boolean;
  readonly documents: number;
  readonly failingSteps: number;
  readonly data: number;
  /** Of the training. */
  readonly steps: number;
  readonly seed: number;
}

/** What came of one kind of abuse. */
export interface AbuseStage {
  readonly name: string;
  readonly attempts: number;
  /** Attempts that ended in an error of ours which tells what is wrong and what to do. */
  readonly clear: number;
  /** How often each code was given; what passed or failed in another way is under a name in parentheses. */
  readonly codes: Readonly<Record<string, number>>;
  readonly heapMegabytes: number;
  readonly residentMegabytes: number;
  readonly notes: readonly string[];
}

const settings = settingsFromCommandLine<AbuseSettings>();
const texts = Object.values(models).map((model) => model());
const mujoco = await loadMujoco();
const stages = settings.abuse ? [...documents(mujoco), failingSteps(mujoco), ...manyData(mujoco)] : [];
report({ stages, training: await training() });

/** In four parts, so that the heap between them tells whether errors leave something behind. */
function documents(mujoco: Mujoco): AbuseStage[] {
  const random = createRandom(settings.seed);
  const parts = 4;
  return Array.from({ length: parts }, (_, part) => {
    const stage = createStage(`broken XML, part ${part + 1}`);
    const seen = new Set<string>();
    for (
      let i = Math.floor((part * settings.documents) / parts);
      i < Math.floor(((part + 1) * settings.documents) / parts);
      i++
    ) {
      const { kind, xml, files } = breakModel(i, texts, random);
      const error = stage.attempt(kind, () => mujoco.compile(xml, files === undefined ? {} : { files }).dispose());
      if (part > 0 || error === undefined || seen.has(kind)) continue;
      seen.add(kind);
      stage.note(`${kind}: [${error.code}] ${error.message} ${error.fix}`);
    }
    return stage.finish(mujoco);
  });
}

function failingSteps(mujoco: Mujoco): AbuseStage {
  const stage = createStage("failing steps");
  const hopper = mujoco.compile(models.hopperModel());
  const crowd = Array.from(
    { length: 12 },
    (_, i) => `<body pos="${i} 0 .09"><freejoint/><geom type="box" size=".1 .1 .1"/></body>`,
  );
  const crowded = mujoco.compile(
    `<mujoco><worldbody><geom type="plane" size="0 0 1"/>${crowd.join("")}</worldbody></mujoco>`,
    { arenaBytes: 4096 },
  );
  const [runner, boxes] = [hopper.createData(), crowded.createData()];
  const failures: readonly (readonly [string, () => void])[] = [
    [
      "NaN as a control",
      () => {
        runner.ctrl[0] = Number.NaN;
        runner.step();
      },
    ],
    [
      "an infinite control",
      () => {
        runner.ctrl[1] = Infinity;
        runner.step();
      },
    ],
    [
      "a position that is NaN",
      () => {
        runner.qpos[2] = Number.NaN;
        runner.step();
      },
    ],
    [
      "a speed of 1e12",
      () => {
        runner.qvel[0] = 1e12;
        runner.step();
      },
    ],
    [
      "a simulation that explodes",
      () => {
        runner.qfrc_applied.fill(1e15);
        runner.step(1000);
      },
    ],
    ["contacts that do not fit into the arena", () => boxes.step()],
  ];
  for (let i = 0; i < settings.failingSteps; i++) {
    const [name, fail] = failures[i % failures.length]!;
    const error = stage.attempt(name, fail);
    if (i < failures.length && error) stage.note(`${name}: [${error.code}] ${error.message} ${error.fix}`);
    // whatever failed, the simulation goes on from its start
    runner.reset();
    runner.step(5);
  }
  hopper.dispose();
  crowded.dispose();
  return stage.finish(mujoco);
}

/** With arenas as a task has them, and with MuJoCo's own of 13 MB, of which not all fit. */
function manyData(mujoco: Mujoco): AbuseStage[] {
  const alive = (name: string, xml: string, mayFail: boolean) => {
    const stage = createStage(name);
    const model = mujoco.compile(xml);
    let made = 0;
    for (let i = 0; i < settings.data; i++) {
      const error = stage.attempt("made", () => model.createData().step(), true);
      if (error === undefined) made++;
      else if (mayFail && made === i) stage.note(`data ${i + 1}: [${error.code}] ${error.message} ${error.fix}`);
    }
    stage.note(`${made} alive at once`);
    // with memory as full as it gets, errors have to be told too
    const error = stage.attempt("broken XML meanwhile", () => mujoco.compile("<mujoco><worldbody").dispose());
    if (error) stage.note(`broken XML meanwhile: [${error.code}] ${error.message}`);
    const result = stage.finish(mujoco);
    model.dispose();
    return result;
  };
  const small = models.halfCheetahModel();
  return [
    alive(`${settings.data} data of 256 KB`, small, false),
    alive(`${settings.data} data of 13 MB`, small.replace(/<size [^>]*>/, ""), true),
  ];
}

async function training() {
  const run = train({
    environment: "InvertedPendulum-v5",
    seed: settings.seed,
    totalSteps: settings.steps,
    evaluation: false,
  });
  const returns: number[] = [];
  for await (const { episodeReturn } of run) returns.push(episodeReturn.mean);
  const { mean } = await run.evaluate(20);
  const policy = createHash("sha256").update(run.policy.toOnnx()).digest("hex");
  return {
    returns: returns.slice(-3),
    trace: createHash("sha256").update(Float64Array.from(returns)).digest("hex"),
    evaluation: mean,
    policy,
  };
}

function createStage(name: string) {
  const codes: Record<string, number> = {};
  const notes: string[] = [];
  let attempts = 0;
  let clear = 0;
  const count = (code: string) => {
    codes[code] = (codes[code] ?? 0) + 1;
  };
  return {
    note: (text: string) => notes.push(text),
    /** Counts what `body` comes to, and returns an error of ours. */
    attempt(what: string, body: () => void, mayPass = false): ProximalError | undefined {
      attempts++;
      try {
        body();
      } catch (error) {
        if (error instanceof UsageError || error instanceof RunError) {
          count(error.code);
          if (tellsReason(error)) clear++;
          else notes.push(`UNCLEAR ${what}: [${error.code}] ${error.message} ${error.fix}`);
          return error;
        }
        count("(another error)");
        notes.push(`FOREIGN ${what}: ${error instanceof Error ? error.stack : String(error)}`.slice(0, 600));
        return undefined;
      }
      count(mayPass ? "(made)" : "(accepted)");
      if (mayPass) clear++;
      else notes.push(`ACCEPTED ${what}`);
      return undefined;
    },
    finish(mujoco: Mujoco): AbuseStage {
      (globalThis as { gc?: () => void }).gc?.();
      const probe: MujocoModel = mujoco.compile(models.hopperModel());
      const heapMegabytes = probe.body_mass.buffer.byteLength / 1e6;
      probe.dispose();
      return { name, attempts, clear, codes, heapMegabytes, residentMegabytes: process.memoryUsage().rss / 1e6, notes };
    },
  };
}

/** A reason in MuJoCo's words or ours, and neither the engine's insides nor an empty sentence. */
function tellsReason({ message, fix }: ProximalError): boolean {
  return (
    message.length > 30 &&
    fix.length > 10 &&
    !/undefined|\[object|null function|signature mismatch|getWasmTableEntry|unreachable|Aborted|: \.|^\d+$/.test(
      message,
    )
  );
}
