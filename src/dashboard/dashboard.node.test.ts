import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, describe, expect, it } from "vitest";
import { type Dashboard, type DashboardOptions, openDashboard } from "./node.js";

const base = mkdtempSync(join(tmpdir(), "proximal-dashboard-"));
const page = join(base, "page");
mkdirSync(page);
writeFileSync(join(page, "index.html"), "<title>the page</title>");
writeFileSync(join(base, "secret.txt"), "secret");
afterAll(() => rmSync(base, { recursive: true, force: true }));

const open: Dashboard[] = [];
afterEach(async () => {
  for (const dashboard of open.splice(0)) await dashboard.close();
});

async function start(options: Partial<DashboardOptions> = {}): Promise<Dashboard & { folder: string }> {
  const folder = options.folder ?? mkdtempSync(join(base, "runs-"));
  const dashboard = await openDashboard({ port: 0, page, ...options, folder });
  open.push(dashboard);
  return { ...dashboard, folder };
}

function run(folder: string, name: string, lines: readonly object[] = []): string {
  const location = join(folder, name);
  mkdirSync(location, { recursive: true });
  const settings = { environment: "CartPole-v1", algorithm: "ppo", options: { clipRange: 0.2 }, seed: 1 };
  const rest = { totalSteps: 1000, evaluation: false, checkpointSeconds: 30 };
  writeFileSync(join(location, "run.json"), JSON.stringify({ ...settings, ...rest }));
  writeFileSync(join(location, "metrics.jsonl"), lines.map((line) => `${JSON.stringify(line)}\n`).join(""));
  return location;
}

interface Answer {
  readonly status: number | undefined;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

/** As no browser would ask: with any header, and with paths as they are. */
function ask(port: number, path: string, headers: Record<string, string> = {}, body?: string): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = request(
      { host: "127.0.0.1", port, path, headers, method: body === undefined ? "GET" : "POST" },
      (answer) => {
        let text = "";
        answer.on("data", (data) => {
          text += data;
        });
        answer.on("end", () => resolve({ status: answer.statusCode, headers: answer.headers, body: text }));
      },
    );
    sent.on("error", reject);
    sent.end(body);
  });
}

/** Reads events until one satisfies. */
async function eventsUntil(url: string, done: (text: string) => boolean, headers: Record<string, string> = {}) {
  const abort = new AbortController();
  const response = await fetch(url, { headers, signal: abort.signal });
  let text = "";
  try {
    for await (const part of response.body as unknown as AsyncIterable<Uint8Array>) {
      text += new TextDecoder().decode(part);
      if (done(text)) return text;
    }
  } finally {
    abort.abort();
  }
  return text;
}

const curves = (port: number, runs: readonly string[], metric = "charts/episodic_return") =>
  ask(
    port,
    "/api/curves",
    { "content-type": "application/json" },
    JSON.stringify({ curves: runs.map((id) => ({ run: id, metric })), x: "steps", intervals: 100, smoothing: 0 }),
  );

describe("who may read a dashboard", () => {
  it("is this machine alone, by its own names", async () => {
    const { port, url } = await start();
    expect(url).toBe(`http://127.0.0.1:${port}/`);
    expect((await ask(port, "/")).body).toContain("the page");
    expect((await ask(port, "/", { host: `localhost:${port}` })).status).toBe(200);
    expect((await ask(port, "/", { host: `elsewhere.example:${port}` })).status).toBe(421);
  });

  it.runIf(process.platform === "linux")(
    "answers by whichever address of this machine alone it was given",
    async () => {
      const { url } = await start({ host: "127.0.0.2" });
      expect((await fetch(url)).status).toBe(200);
    },
  );

  it("is no page of another origin", async () => {
    const { port } = await start();
    for (const headers of [
      { origin: "http://elsewhere.example" },
      { origin: "null" },
      { "sec-fetch-site": "cross-site" },
    ]) {
      expect((await ask(port, "/api/run?id=x", headers as Record<string, string>)).status).toBe(403);
    }
    expect((await ask(port, "/", { origin: `http://127.0.0.1:${port}` })).status).toBe(200);
    expect((await ask(port, "/")).headers["access-control-allow-origin"]).toBeUndefined();
  });

  it("needs the token where others could come, which then stays out of the address", async () => {
    const { port, url } = await start({ host: "0.0.0.0" });
    const token = new URL(url).searchParams.get("token") as string;
    expect(token.length).toBeGreaterThanOrEqual(20);
    expect((await ask(port, "/")).status).toBe(401);
    expect((await ask(port, "/api/run?id=x")).status).toBe(401);
    expect((await ask(port, "/?token=wrong")).status).toBe(401);
    const opened = await ask(port, `/?token=${token}`);
    expect(opened).toMatchObject({ status: 303, headers: { location: "/" } });
    const [cookie = ""] = opened.headers["set-cookie"] as string[];
    expect(cookie).toMatch(/HttpOnly.*SameSite=Strict/);
    expect((await ask(port, "/", { cookie: cookie.split(";")[0] as string })).status).toBe(200);
    expect((await ask(port, "/", { authorization: `Bearer ${token}` })).status).toBe(200);
  });

  it("gets nothing but the page and the runs, whatever path is asked for", async () => {
    const { port, folder } = await start();
    symlinkSync(base, join(folder, "link"));
    run(base, "outside");
    for (const path of ["/../secret.txt", "/..%2fsecret.txt", "/%2e%2e/secret.txt", "/assets/../../secret.txt"]) {
      expect((await ask(port, path)).body).not.toContain("secret");
    }
    for (const id of ["../outside", "link/outside", "..", "/etc"]) {
      expect((await ask(port, `/api/run?id=${encodeURIComponent(id)}`)).status).toBe(404);
    }
  });

  it("may load no script from elsewhere", async () => {
    const { port } = await start();
    expect((await ask(port, "/")).headers["content-security-policy"]).toContain("script-src 'self';");
  });
});

describe("opening a dashboard", () => {
  it("tells what is wrong with a folder, a port, or a host", async () => {
    const { port } = await start();
    await expect(start({ folder: join(base, "none") })).rejects.toMatchObject({ code: "not-a-folder" });
    await expect(start({ folder: join(base, "secret.txt") })).rejects.toMatchObject({ code: "not-a-folder" });
    await expect(start({ port })).rejects.toMatchObject({ code: "port-taken" });
    await expect(start({ host: "192.0.2.1" })).rejects.toMatchObject({ code: "host-unknown" });
    await expect(start({ token: "" })).rejects.toMatchObject({ code: "token-needed" });
  });

  it("leaves run folders as they are", async () => {
    const folder = mkdtempSync(join(base, "kept-"));
    const location = run(folder, "a", [{ step: 1, "charts/episodic_return": 2 }]);
    const before = readdirSync(location).map((name) => [name, statSync(join(location, name)).mtimeMs]);
    const { port } = await start({ folder });
    await curves(port, ["a"]);
    expect(readdirSync(location).map((name) => [name, statSync(join(location, name)).mtimeMs])).toEqual(before);
    expect(readdirSync(folder)).toEqual(["a"]);
  });
});

describe("what a dashboard tells", () => {
  it("is every run first, then what changes; a page that comes back hears only what it missed", async () => {
    const { port, folder } = await start();
    const events = `http://127.0.0.1:${port}/api/events`;
    const first = await eventsUntil(events, (text) => text.includes("\n\n"));
    expect(first).toContain("event: snapshot");
    const id = /id: (\S+)/.exec(first)?.[1] as string;
    const location = run(folder, "deep/inside/new", [{ step: 100, "charts/episodic_return": 7 }]);
    const next = await eventsUntil(events, (text) => text.includes("deep/inside/new"), { "last-event-id": id });
    expect(next).not.toContain("event: snapshot");
    expect(next).toContain('"episodicReturn":7');
    const seen = /id: (\S+)/.exec(next)?.[1] as string;
    appendFileSync(join(location, "metrics.jsonl"), '{"step":200,"charts/episodic_return":8}\n');
    const later = await eventsUntil(events, (text) => text.includes('"episodicReturn":8'), { "last-event-id": seen });
    expect(later).not.toContain('"episodicReturn":7');
    rmSync(location, { recursive: true });
    await eventsUntil(events, (text) => text.includes('"removed":["deep/inside/new"]'), { "last-event-id": seen });
  });

  it("is a problem with its fix for a run whose settings are broken, and the other runs", async () => {
    const folder = mkdtempSync(join(base, "broken-"));
    symlinkSync("policy.onnx", join(run(folder, "good"), "policy.onnx"));
    writeFileSync(join(run(folder, "bad"), "run.json"), "{");
    const { port } = await start({ folder });
    const text = await eventsUntil(`http://127.0.0.1:${port}/api/events`, (events) => events.includes("\n\n"));
    const { runs } = JSON.parse(/data: (.*)/.exec(text)?.[1] as string);
    expect(runs.find(({ id }: { id: string }) => id === "bad")).toMatchObject({
      status: "unreadable",
      problem: { message: expect.stringContaining("is not JSON"), fix: expect.stringMatching(/./) },
    });
    expect(runs.find(({ id }: { id: string }) => id === "good")).toMatchObject({
      status: "stopped",
      environment: "CartPole-v1",
    });
  });

  it("refuses questions that make no sense", async () => {
    const { port } = await start();
    const json = { "content-type": "application/json" };
    for (const body of ["", "{", "{}", '{"curves":[],"x":"steps","intervals":1e9,"smoothing":0}']) {
      expect((await ask(port, "/api/curves", json, body)).status).toBe(400);
    }
    expect((await curves(port, ["no such run"])).status).toBe(200);
  });
});
