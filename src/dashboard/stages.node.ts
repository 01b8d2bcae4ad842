import { UsageError } from "../errors.js";
import type { ActorSource } from "./load-actor.node.js";
import { Stage } from "./stage.node.js";

/** Agents that act at once; the one that has waited longest for somebody to look makes room. */
const MOST = 4;

/** The agents that pages watch. */
export class Stages {
  private readonly stages = new Map<string, Stage>();
  private count = 0;

  async open(source: ActorSource, seed: number): Promise<{ id: string; stage: Stage }> {
    const stage = await Stage.open(source, seed);
    const id = String(++this.count);
    this.stages.set(id, stage);
    for (const [oldest, idle] of this.stages) {
      if (this.stages.size <= MOST) break;
      this.stages.delete(oldest);
      void idle.close();
    }
    return { id, stage };
  }

  /** Throws UsageError `no-stage`. */
  get(id: string): Stage {
    const stage = this.stages.get(id);
    if (stage === undefined) {
      throw new UsageError({
        code: "no-stage",
        message: "This agent does not act any more.",
        fix: "Begin anew.",
      });
    }
    // Last, as looked at most recently.
    this.stages.delete(id);
    this.stages.set(id, stage);
    return stage;
  }

  close(): void {
    for (const stage of this.stages.values()) void stage.close();
    this.stages.clear();
  }
}
