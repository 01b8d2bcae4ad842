import { createRequire } from "node:module";
import { Command, Option } from "commander";
import { choiceOption, integerOption, numberOption, threadsOption } from "./arguments.js";
import type { CheckFlags } from "./check-command.js";
import type { CompareFlags } from "./compare-command.js";
import type { DashboardFlags } from "./dashboard-command.js";
import type { EvaluateFlags } from "./evaluate-command.js";
import type { ExportFlags } from "./export-command.js";
import type { ListFlags } from "./list-command.js";
import type { PlayFlags } from "./play-command.js";
import type { RecordFlags } from "./record-command.js";
import type { ResumeFlags } from "./resume-command.js";
import type { CliStreams } from "./streams.js";
import type { TrainFlags } from "./train-command.js";

/**
 * What the command line accepts. Commands are imported when they run, so that none pays for the others; `finish`
 * receives the exit code.
 */
export function createProgram(streams: CliStreams, finish: (exitCode: number) => void): Command {
  const program = new Command("proximal")
    .description("Policy gradients for TypeScript: train where your simulation lives, ship the policy as ONNX.")
    .version((createRequire(import.meta.url)("proximal/package.json") as { version: string }).version)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => streams.stdout.write(text),
      writeErr: (text) => streams.stderr.write(text),
      // Failures are told in one place, whoever raised them.
      outputError: () => {},
    });
  const curves = choiceOption("--curves", ["evaluation", "training", "none"]);
  const checkpoint = choiceOption("--checkpoint", ["best", "last"]);

  program
    .command("train")
    .description("train a policy")
    .argument("<environment>", "id of an environment, or path of a module that exports one (path#name: which one)")
    .option("--algorithm <name>", "what to train with", "ppo")
    .option("--steps <n>", "environment steps in all (default: the environment's preset)", integerOption("--steps", 1))
    .option("--seed <n>", "everything random follows from it (default: 1)", integerOption("--seed", 0))
    .option("--set <key=value...>", "options of the algorithm, such as clipRange=0.1 network.hidden=[32,32]")
    .option("--out <folder>", "where to keep the run (default: a new folder in runs/)")
    .option("--overwrite", "replace the run in that folder")
    .option("--until <return>", "stop when 20 greedy episodes reach this mean return", numberOption("--until"))
    .option("--warm-start <policy>", "start from the parameters of a policy (ONNX file or run)")
    .option(
      "--checkpoint-seconds <s>",
      "time between checkpoints (default: 30)",
      numberOption("--checkpoint-seconds", 0),
    )
    .option(
      "--threads <n>",
      "threads that step environments (default: auto, as many as gain time; 0: none)",
      threadsOption("--threads"),
    )
    .option("--own-share", "step a share of the copies beside the threads (default: where threads are auto)")
    .option("--no-own-share", "leave all copies to threads, which are watched")
    .option("--overlap", "collect experience while learning from the previous one, by the policy of one update before")
    .option("--processes <n>", "with --overlap: processes that act (default: 1)", integerOption("--processes", 1))
    .option("--step-timeout <s>", "a step that takes longer has hung (default: 60)", numberOption("--step-timeout", 0))
    .option("--watch", "show it in a page meanwhile, see dashboard")
    .option("--quiet", "show no progress and no summary")
    .option("--json", "end with one line of JSON")
    .action(async (environment: string, flags: TrainFlags) => {
      const { trainCommand } = await import("./train-command.js");
      finish(await trainCommand(environment, flags, streams));
    });

  program
    .command("resume")
    .description("go on with a run from its last checkpoint")
    .argument("<run>", "the run's folder")
    .option("--steps <n>", "environment steps in all (default: as it was started)", integerOption("--steps", 1))
    .option("--until <return>", "stop when 20 greedy episodes reach this mean return", numberOption("--until"))
    .option(
      "--threads <n>",
      "threads that step environments, or auto (default: as it was started)",
      threadsOption("--threads"),
    )
    .option("--own-share", "step a share of the copies beside the threads (default: as it was started)")
    .option("--no-own-share", "leave all copies to threads, which are watched")
    .option("--quiet", "show no progress and no summary")
    .option("--json", "end with one line of JSON")
    .action(async (run: string, flags: ResumeFlags) => {
      const { resumeCommand } = await import("./resume-command.js");
      finish(await resumeCommand(run, flags, streams));
    });

  program
    .command("evaluate")
    .description("measure a policy's return")
    .argument("<policy>", "a run's folder or an ONNX file")
    .option("--environment <environment>", "where to evaluate (default: where it was trained)")
    .option("--episodes <n>", "how many (default: 100)", integerOption("--episodes", 1))
    .option("--seed <n>", "of the episodes (default: 0)", integerOption("--seed", 0))
    .option("--stochastic", "sample actions instead of taking the most probable ones")
    .option("--checkpoint <which>", "best or last (default) policy of a run", checkpoint)
    .option("--json", "end with one line of JSON")
    .action(async (policy: string, flags: EvaluateFlags) => {
      const { evaluateCommand } = await import("./evaluate-command.js");
      finish(await evaluateCommand(policy, flags, streams));
    });

  program
    .command("export")
    .description("write a run's policy as an ONNX file")
    .argument("<run>", "the run's folder")
    .argument("<file>", "the ONNX file to write")
    .option("--checkpoint <which>", "best or last (default) policy of the run", checkpoint)
    .option("--overwrite", "replace the file")
    .option("--json", "end with one line of JSON")
    .action(async (run: string, file: string, flags: ExportFlags) => {
      const { exportCommand } = await import("./export-command.js");
      finish(await exportCommand(run, file, flags, streams));
    });

  program
    .command("compare")
    .description("train algorithms on environments with several seeds; tables and learning curves of them")
    .requiredOption("--algorithm <names>", "algorithms, separated by commas")
    .requiredOption("--environment <environments>", "ids or paths of modules, separated by commas")
    .option("--seeds <n>", "train each with seeds 1 to n (default: 3)", integerOption("--seeds", 1))
    .option("--steps <n>", "environment steps of each training (default: the presets')", integerOption("--steps", 1))
    .option("--set <key=value...>", "options of all algorithms, or of one: ppo:clipRange=0.1")
    .option("--out <folder>", "where to keep the comparison, and to go on with one (default: a new folder in runs/)")
    .option("--overwrite", "replace the comparison in that folder")
    .option("--jobs <n>", "trainings at once (default: as many as there are cores)", integerOption("--jobs", 1))
    .option("--curves <which>", "draw evaluation (default), training or none", curves)
    .option(
      "--checkpoint-seconds <s>",
      "time between checkpoints of a training (default: 30)",
      numberOption("--checkpoint-seconds", 0),
    )
    .option("--quiet", "show no progress and no table")
    .option("--json", "end with one line of JSON")
    .action(async (flags: CompareFlags) => {
      const { compareCommand } = await import("./compare-command.js");
      finish(await compareCommand(flags, streams));
    });

  program
    .command("dashboard")
    .description("show runs in a page: curves, live, and what they were configured with")
    .argument("[folder]", "the folder that runs are kept in, or a run's", "runs")
    .option("--host <address>", "where to listen (default: 127.0.0.1, this machine alone)")
    .option("--port <n>", "default: 4680, or a free one where that is taken", integerOption("--port", 0))
    .option("--token <text>", "what a visitor must know (default: a random one where others can come)")
    // For `train --watch`, whose process this one is not to outlive.
    .addOption(new Option("--tied").hideHelp())
    .action(async (folder: string, flags: DashboardFlags) => {
      const { dashboardCommand } = await import("./dashboard-command.js");
      finish(await dashboardCommand(folder, flags, streams));
    });

  program
    .command("play")
    .description("show a policy acting, in a page")
    .argument("<policy>", "a run's folder or an ONNX file")
    .option("--environment <environment>", "where it acts (default: where it was trained)")
    .option("--host <address>", "where to listen (default: 127.0.0.1, this machine alone)")
    .option("--port <n>", "default: 4680, or a free one where that is taken", integerOption("--port", 0))
    .option("--token <text>", "what a visitor must know (default: a random one where others can come)")
    .action(async (policy: string, flags: PlayFlags) => {
      const { playCommand } = await import("./play-command.js");
      finish(await playCommand(policy, flags, streams));
    });

  program
    .command("record")
    .description("record a policy's episodes, without a screen")
    .argument("<policy>", "a run's folder or an ONNX file")
    .argument("<file>", "what to write: a .webm video, a .gif, or a .png sheet of pictures")
    .option("--environment <environment>", "where it acts (default: where it was trained)")
    .option("--episodes <n>", "how many (default: 1)", integerOption("--episodes", 1))
    .option("--steps <n>", "at most so many, where episodes are long or do not end", integerOption("--steps", 1))
    .option("--seed <n>", "of the episodes (default: 0)", integerOption("--seed", 0))
    .option("--stochastic", "sample actions instead of taking the most probable ones")
    .option("--width <n>", "pixels (default: 640, of a picture on a sheet 320)", integerOption("--width", 16))
    .option("--height <n>", "pixels (default: 400, of a picture on a sheet 200)", integerOption("--height", 16))
    .option("--overwrite", "replace the file")
    .option("--json", "end with one line of JSON")
    .action(async (policy: string, file: string, flags: RecordFlags) => {
      const { recordCommand } = await import("./record-command.js");
      finish(await recordCommand(policy, file, flags, streams));
    });

  program
    .command("list")
    .description("list environments and algorithms")
    .option("--json", "print one line of JSON")
    .action(async (flags: ListFlags) => {
      const { listCommand } = await import("./list-command.js");
      finish(listCommand(flags, streams));
    });

  program
    .command("check")
    .description("look for mistakes in an environment")
    .argument("<environment>", "id of an environment, or path of a module that exports one")
    .option("--golden <file>", "recorded trajectories that it must reproduce (JSON)")
    .option("--json", "end with one line of JSON")
    .action(async (environment: string, flags: CheckFlags) => {
      const { checkCommand } = await import("./check-command.js");
      finish(await checkCommand(environment, flags, streams));
    });

  return program;
}
