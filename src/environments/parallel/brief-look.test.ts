import { describe, expect, it } from "vitest";
import { createBriefLook } from "./brief-look.js";

/** A clock that goes on by 1 with every look. */
function createClock() {
  let time = 0;
  return () => time++;
}

/** Happens at the n-th question, and counts them. */
function happensAt(n: number) {
  const event = { asked: 0, hasHappened: () => ++event.asked >= n };
  return event;
}

const never = Number.POSITIVE_INFINITY;

describe("a brief look", () => {
  it("sees what happens within its time, and what has happened before", () => {
    const look = createBriefLook(10, createClock());
    expect(look(happensAt(5).hasHappened)).toBe(true);
    const before = happensAt(1);
    expect(look(before.hasHappened)).toBe(true);
    expect(before.asked).toBe(1);
  });

  it("ends when its time is over", () => {
    const event = happensAt(never);
    expect(createBriefLook(10, createClock())(event.hasHappened)).toBe(false);
    expect(event.asked).toBeGreaterThan(5);
    expect(event.asked).toBeLessThan(15);
  });

  it("is declined ever more often while it is in vain, and taken again when it was not", () => {
    const look = createBriefLook(10, createClock());
    const looked = Array.from({ length: 30 }, () => {
      const event = happensAt(never);
      look(event.hasHappened);
      return event.asked > 1;
    });
    // declined 0, 1, 3, 7 and 15 times in between
    expect(looked.flatMap((taken, i) => (taken ? [i] : []))).toEqual([0, 1, 3, 7, 15]);
    look(happensAt(never).hasHappened);
    expect(look(happensAt(2).hasHappened)).toBe(true);
    const next = happensAt(2);
    expect(look(next.hasHappened)).toBe(true);
    expect(next.asked).toBe(2);
  });

  it("never is declined more than 63 times in a row", () => {
    const look = createBriefLook(10, createClock());
    const looked = Array.from({ length: 400 }, () => {
      const event = happensAt(never);
      look(event.hasHappened);
      return event.asked > 1;
    });
    const taken = looked.flatMap((one, i) => (one ? [i] : []));
    expect(Math.max(...taken.slice(1).map((i, n) => i - taken[n]!))).toBe(64);
  });

  it("counts as in vain where this core was taken away until it happened", () => {
    let time = 0;
    const look = createBriefLook(10, () => time);
    const interrupted = () => {
      const event = happensAt(3);
      return look(() => {
        if (event.asked === 2) time += 1000;
        return event.hasHappened();
      });
    };
    expect([interrupted(), interrupted()]).toEqual([true, true]);
    const next = happensAt(2);
    expect(look(next.hasHappened)).toBe(false);
    expect(next.asked).toBe(1);
  });
});
