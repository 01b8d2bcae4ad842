import { describe, expect, it } from "vitest";
import { EventLog } from "./event-log.js";

describe("the log of events", () => {
  it("tells a page that comes back exactly what it missed", () => {
    const log = new EventLog("a");
    log.add("runs", 1);
    const seen = log.lastId;
    log.add("runs", 2);
    log.add("runs", 3);
    expect(log.since(seen)?.map(({ data }) => data)).toEqual(["2", "3"]);
    expect(log.since(log.lastId)).toEqual([]);
  });

  it("says that everything must be told where the page saw another server, nothing yet, or too little", () => {
    const log = new EventLog("a");
    const early = log.lastId;
    for (let i = 0; i < 600; i++) log.add("runs", i);
    expect(log.since(undefined)).toBeUndefined();
    expect(log.since("b-600")).toBeUndefined();
    expect(log.since("a-601")).toBeUndefined();
    expect(log.since("a-x")).toBeUndefined();
    expect(log.since(early)).toBeUndefined();
  });

  it("tells listeners at once, until they stop", () => {
    const log = new EventLog("a");
    const heard: string[] = [];
    const stop = log.subscribe(({ data }) => heard.push(data));
    log.add("runs", 1);
    stop();
    log.add("runs", 2);
    expect(heard).toEqual(["1"]);
  });
});
