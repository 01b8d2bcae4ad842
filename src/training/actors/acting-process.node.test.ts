import { describe, expect, it } from "vitest";
import { RunError } from "../../errors.js";
import type { Snapshot } from "../../snapshot.js";
import { startActingProcess } from "./acting-process.node.js";
import type { ActorRequest } from "./messages.js";
import { Trouble } from "./open-process.node.js";

interface Asked {
  readonly request: ActorRequest;
  readonly answer: (result: unknown) => void;
  readonly fail: (error: unknown) => void;
}

/** Processes that answer when they are told to; building succeeds, unless `building` says otherwise. */
function puppets(building: () => unknown = () => ({ masked: false, restorable: true })) {
  const opened: { readonly asked: Asked[]; killed: boolean }[] = [];
  const notices: string[] = [];
  const start = () =>
    startActingProcess({ environment: "Walk-v0", build, onNotice: (notice) => notices.push(notice) }, () => {
      const puppet = { asked: [] as Asked[], killed: false };
      opened.push(puppet);
      return {
        async ask(request) {
          if (request.kind === "build") return building();
          if (puppet.killed) throw killed();
          return new Promise((answer, fail) => puppet.asked.push({ request, answer, fail }));
        },
        kill() {
          puppet.killed = true;
          for (const { fail } of puppet.asked) fail(killed());
        },
      };
    });
  return { start, opened, notices };
}

const build = {
  kind: "build",
  source: { kind: "builtin", id: "Walk-v0" },
  algorithm: { name: "ppo", options: {} },
  seed: 1,
  threads: 0,
  ownShare: false,
  timeoutSeconds: 1,
  part: undefined,
} as const;
const killed = () => new Trouble("actor-ended", "The process that acts was killed.");
const exploded = () => new RunError({ code: "environment-failed", message: "The physics exploded.", fix: "Mend it." });
const arriving = (at: Snapshot) => ({ fragment: {}, finished: [], time: {}, place: { actor: at, statistics: null } });
const theta = (value: number) => Float32Array.of(value);
const turn = () => new Promise((resolve) => setTimeout(resolve));
const orderOf = ({ request }: Asked) =>
  request.kind === "collect" ? [request.parameters[0], request.from] : [request.kind];

/** One that has begun, and was asked for two fragments. */
async function underWay() {
  const all = puppets();
  const acting = await all.start();
  const begun = acting.begin(undefined);
  all.opened[0]!.asked[0]!.answer({ actor: "start", statistics: null });
  await begun;
  const fragments = [acting.collect(theta(1), undefined), acting.collect(theta(2), undefined)] as const;
  return { ...all, acting, fragments, first: all.opened[0]!.asked.slice(1) };
}

describe("a process that acts", () => {
  it("is asked at once, and answers in order", async () => {
    const { fragments, first, notices } = await underWay();
    expect(first.map(orderOf)).toEqual([
      [1, undefined],
      [2, undefined],
    ]);
    first[0]!.answer(arriving("one"));
    first[1]!.answer(arriving("two"));
    expect((await Promise.all(fragments)).map(({ place }) => place.actor)).toEqual(["one", "two"]);
    expect(notices).toEqual([]);
  });

  it("is replaced by one that collects everything outstanding again, from where the last fragment ends", async () => {
    const { opened, fragments, first, notices } = await underWay();
    first[0]!.answer(arriving("one"));
    await fragments[0];
    first[1]!.fail(new Trouble("actor-ended", "The process that acts ended (SIGKILL)."));
    await turn();
    const second = opened[1]!.asked;
    expect(second.map(orderOf)).toEqual([[2, "one"]]);
    second[0]!.answer(arriving("two"));
    expect((await fragments[1]).place.actor).toBe("two");
    expect(notices).toEqual([expect.stringMatching(/SIGKILL.*collected its fragment again; nothing was lost/)]);
  });

  it("does not take for a fragment that failed the one behind it, even if both are told of at once", async () => {
    const { opened, fragments, first } = await underWay();
    first[0]!.fail(exploded());
    first[1]!.answer(arriving("nowhere"));
    await turn();
    expect(opened[0]!.killed).toBe(true);
    const second = opened[1]!.asked;
    expect(second.map(orderOf)).toEqual([
      [1, "start"],
      [2, undefined],
    ]);
    second[0]!.answer(arriving("one"));
    second[1]!.answer(arriving("two"));
    expect((await Promise.all(fragments)).map(({ place }) => place.actor)).toEqual(["one", "two"]);
  });

  it("is replaced for each fragment once, and given up where the same fails again", async () => {
    const { opened, fragments, first, acting } = await underWay();
    first[0]!.fail(exploded());
    await turn();
    opened[1]!.asked[0]!.answer(arriving("one"));
    await fragments[0];
    opened[1]!.asked[1]!.fail(exploded());
    await turn();
    expect(opened[2]!.asked.map(orderOf)).toEqual([[2, "one"]]);
    const third = acting.collect(theta(3), undefined);
    opened[2]!.asked[0]!.fail(exploded());
    for (const fragment of [fragments[1], third]) await expect(fragment).rejects.toThrow("The physics exploded.");
    expect(opened).toHaveLength(3);
    expect(opened.every((puppet) => puppet.killed)).toBe(true);
  });

  it("is replaced also where it is lost while it begins", async () => {
    const { start, opened, notices } = puppets();
    const acting = await start();
    const begun = acting.begin(undefined);
    opened[0]!.asked[0]!.fail(new Trouble("actor-hung", "The process that acts was silent."));
    await turn();
    expect(opened[1]!.asked.map(orderOf)).toEqual([["begin"]]);
    opened[1]!.asked[0]!.answer({ actor: "start", statistics: null });
    expect((await begun).actor).toBe("start");
    expect(notices).toEqual([expect.stringContaining("began again; nothing was lost")]);
    const again = expect(acting.begin(undefined)).rejects.toMatchObject({
      name: "RunError",
      code: "actor-hung",
      fix: expect.any(String),
    });
    for (const each of [1, 2]) {
      opened[each]!.asked.at(-1)!.fail(new Trouble("actor-hung", "The process that acts was silent."));
      await turn();
    }
    await again;
  });

  it("gives up what is outstanding when it is closed while another one is built", async () => {
    let building: (built: unknown) => void = () => {};
    let times = 0;
    const all = puppets(() => (times++ === 0 ? { restorable: true } : new Promise((resolve) => (building = resolve))));
    const acting = await all.start();
    const begun = acting.begin(undefined);
    all.opened[0]!.asked[0]!.fail(exploded());
    await turn();
    acting.close();
    expect(all.opened[1]!.killed).toBe(true);
    building(Promise.reject(killed()));
    await expect(begun).rejects.toMatchObject({ code: "actor-ended" });
  });

  it("says so where it never came to act", async () => {
    const { start } = puppets(() => {
      throw new Trouble("actor-ended", "The process that acts ended (exit code 1).");
    });
    await expect(start()).rejects.toMatchObject({
      name: "RunError",
      code: "actor-ended",
      message: 'The process that acts ended (exit code 1) before it could act in "Walk-v0".',
    });
  });
});
