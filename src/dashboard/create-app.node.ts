import { serveStatic } from "@hono/node-server/serve-static";
import { Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import { secureHeaders } from "hono/secure-headers";
import { streamSSE } from "hono/streaming";
import * as v from "valibot";
import { isProximalError } from "../errors.js";
import { answerCurves, curvesRequest } from "./answer-curves.node.js";
import type { EventLog } from "./event-log.js";
import { type GuardOptions, guard } from "./guard.node.js";
import { type ActorSource, findActor } from "./load-actor.node.js";
import type { RunIndex } from "./run-index.node.js";
import { Stages } from "./stages.node.js";
import { systemLoad } from "./system-load.node.js";

export interface AppOptions extends GuardOptions {
  readonly index: RunIndex;
  readonly log: EventLog;
  /** Folder of the built page. */
  readonly page: string;
  /** What pages are told of what is shown here. */
  readonly title: string;
  readonly closing: AbortSignal;
  /** A policy that is shown whether it belongs to a run of the folder or not. */
  readonly subject?: ActorSource | undefined;
}

/** How often pages are told how busy the machine is, in milliseconds. */
const LOAD_INTERVAL = 2000;
/** Messages that wait for a page; one that takes none any more is left to come back and say what it saw last. */
const MOST_WAITING = 1000;

/** Everything the dashboard answers. It reads the runs' folder and never writes there. */
export function createApp({ index, log, page, title, hosts, token, closing, subject }: AppOptions): Hono {
  const app = new Hono();
  app.use(
    secureHeaders({
      contentSecurityPolicy: {
        defaultSrc: ["'self'"],
        scriptSrc: ["'self'"],
        // KaTeX and uPlot place things by style attributes.
        styleSrc: ["'self'", "'unsafe-inline'"],
        imgSrc: ["'self'", "data:", "blob:"],
        fontSrc: ["'self'", "data:"],
        workerSrc: ["'self'", "blob:"],
        objectSrc: ["'none'"],
        frameAncestors: ["'none'"],
        baseUri: ["'none'"],
        formAction: ["'self'"],
      },
      referrerPolicy: "no-referrer",
      // Served without encryption, on this machine.
      strictTransportSecurity: false,
    }),
  );
  app.use(guard({ hosts, token }));

  app.get("/api/events", (context) => {
    const last = context.req.header("last-event-id");
    context.header("X-Accel-Buffering", "no");
    return streamSSE(context, async (stream) => {
      const queue: (() => Promise<void>)[] = [];
      let wake: (() => void) | undefined;
      let open = true;
      const push = (send: () => Promise<void>) => {
        queue.push(send);
        if (queue.length > MOST_WAITING) close();
        wake?.();
      };
      const missed = log.since(last);
      // Told at once, so that nothing can happen in between.
      if (missed) {
        for (const { id, name, data } of missed) push(() => stream.writeSSE({ id, event: name, data }));
      } else {
        const [id, data] = [log.lastId, JSON.stringify({ title, runs: index.summaries })];
        push(() => stream.writeSSE({ id, event: "snapshot", data, retry: 500 }));
      }
      const unsubscribe = log.subscribe(({ id, name, data }) => push(() => stream.writeSSE({ id, event: name, data })));
      const measure = systemLoad();
      const timer = setInterval(() => {
        const pids = index.summaries.flatMap(({ pid }) => pid ?? []);
        const data = JSON.stringify(measure(pids));
        // Also shows both sides whether the other is still there.
        push(() => stream.writeSSE({ event: "load", data }));
      }, LOAD_INTERVAL);
      // At once: a message that is on its way to a page that sleeps may never arrive.
      function close() {
        open = false;
        queue.length = 0;
        clearInterval(timer);
        unsubscribe();
        closing.removeEventListener("abort", close);
        wake?.();
      }
      stream.onAbort(close);
      closing.addEventListener("abort", close);
      while (open) {
        const send = queue.shift();
        if (send) await send();
        else
          await new Promise<void>((resolve) => {
            wake = resolve;
          });
      }
    });
  });

  app.post("/api/curves", bodyLimit({ maxSize: 2 ** 22 }), async (context) => {
    const request = v.safeParse(curvesRequest, await context.req.json().catch(() => undefined));
    if (!request.success) return context.json(invalid(request.issues[0].message), 400);
    return context.body(answerCurves(index, request.output), 200, { "Content-Type": "application/octet-stream" });
  });

  app.get("/api/run", (context) => {
    const id = context.req.query("id") ?? "";
    const { entries, pending } = index.metricsOf(new Map([[id, []]]));
    const [entry] = entries;
    if (entry === undefined) return context.json(noSuchRun(id), 404);
    const { metrics } = entry;
    return context.json({
      metrics: metrics?.names ?? [],
      rows: metrics?.table.rows ?? 0,
      problems: metrics?.problems ?? [],
      problemCount: metrics?.problemCount ?? 0,
      pending: pending.length > 0,
    });
  });

  const stages = new Stages();
  closing.addEventListener("abort", () => stages.close());

  app.post("/api/stage", bodyLimit({ maxSize: 2 ** 16 }), async (context) => {
    const request = v.safeParse(stageRequest, await context.req.json().catch(() => undefined));
    if (!request.success) return context.json(invalid(request.issues[0].message), 400);
    const { run, seed } = request.output;
    const entry = run === undefined ? undefined : index.get(run);
    if (run !== undefined && entry === undefined) return context.json(noSuchRun(run), 404);
    const source = entry ? await findActor(entry.folder) : subject;
    if (source === undefined) return context.json(noSuchRun("to show"), 404);
    const { id, stage } = await stages.open(source, seed);
    return context.json({ id, ...stage.description });
  });

  app.post("/api/stage/:id/frames", bodyLimit({ maxSize: 2 ** 16 }), async (context) => {
    const request = v.safeParse(framesRequest, await context.req.json().catch(() => undefined));
    if (!request.success) return context.json(invalid(request.issues[0].message), 400);
    const { count, greedy, command } = request.output;
    return context.json(await stages.get(context.req.param("id")).frames(count, { greedy, command }));
  });

  app.all("/api/*", (context) =>
    context.json({ message: "There is no such thing here.", fix: "Reload the page." }, 404),
  );

  app.use("*", async (context, next) => {
    await next();
    // Files under assets/ are named by their content.
    const lasting = context.req.path.startsWith("/assets/") && context.res.status === 200;
    context.res.headers.set("Cache-Control", lasting ? "public, max-age=31536000, immutable" : "no-cache");
  });
  // The same page, which shows the viewer alone there.
  app.get("/play", serveStatic({ path: `${page}/index.html` }));
  app.get("*", serveStatic({ root: page }));

  app.onError((error, context) => {
    const { message, fix } = isProximalError(error)
      ? error
      : { message: `The dashboard failed: ${error.message}.`, fix: "This is a bug in Proximal: please report it." };
    return context.json({ message, fix }, isProximalError(error) ? 400 : 500);
  });
  return app;
}

const stageRequest = v.object({
  /** Without one, what this server was started to show. */
  run: v.optional(v.string()),
  seed: v.pipe(v.number(), v.integer(), v.minValue(0)),
});

const framesRequest = v.object({
  count: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(100)),
  greedy: v.boolean(),
  command: v.optional(v.pipe(v.array(v.number()), v.maxLength(16))),
});

const invalid = (reason: string) => ({ message: `Invalid request: ${reason}.`, fix: "Reload the page." });

const noSuchRun = (id: string) => ({
  message: `There is no run ${id} here any more.`,
  fix: "Choose another one from the list.",
});
