import { describe, expect, it } from "vitest";
import { resumedActors, withDefaults } from "./actors-options.js";

describe("an own share", () => {
  it("is the default where threads are chosen, and not where they are asked for", () => {
    expect(withDefaults({})).toMatchObject({ threads: "auto", ownShare: true });
    expect(withDefaults({ threads: 2 })).toMatchObject({ threads: 2, ownShare: false });
    expect(withDefaults({ threads: 2, ownShare: true })).toMatchObject({ threads: 2, ownShare: true });
    expect(withDefaults({ ownShare: false })).toMatchObject({ threads: "auto", ownShare: false });
    expect(withDefaults({ overlap: true, processes: 2 })).toMatchObject({ threads: 0, ownShare: false });
  });

  it("is refused where there are no threads beside which it would be one", () => {
    expect(() => withDefaults({ threads: 0, ownShare: true })).toThrow(
      /ownShare is a share beside threads.*threads is 0/,
    );
    expect(() => withDefaults({ overlap: true, processes: 2, ownShare: true })).toThrow(/processes is 2/);
  });

  it("is what it was when a run is resumed, unless it is with other threads", () => {
    const started = { threads: 1, ownShare: true, timeoutSeconds: 5 };
    expect(resumedActors(started, {})).toMatchObject({ threads: 1, ownShare: true, timeoutSeconds: 5 });
    expect(resumedActors(started, { threads: 2 })).toMatchObject({ threads: 2, ownShare: false, timeoutSeconds: 5 });
    expect(resumedActors({ threads: 2, ownShare: false }, { threads: "auto" })).toMatchObject({ ownShare: true });
    expect(resumedActors(started, { ownShare: false })).toMatchObject({ threads: 1, ownShare: false });
    expect(resumedActors({ threads: 2 }, {})).toMatchObject({ ownShare: false });
    const watched = { threads: "auto", ownShare: false } as const;
    expect(resumedActors(watched, { threads: "auto" })).toMatchObject({ threads: "auto", ownShare: false });
  });
});
