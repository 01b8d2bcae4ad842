import { randomBytes } from "node:crypto";
import { existsSync, realpathSync, statSync } from "node:fs";
import type { Server } from "node:http";
import { createRequire } from "node:module";
import { type AddressInfo, isIP } from "node:net";
import { basename, dirname, join, resolve } from "node:path";
import { createAdaptorServer } from "@hono/node-server";
import { RunError, UsageError } from "../errors.js";
import { createApp } from "./create-app.node.js";
import { EventLog } from "./event-log.js";
import type { ActorSource } from "./load-actor.node.js";
import { RunIndex } from "./run-index.node.js";

export interface DashboardOptions {
  /** The folder of runs, or a single run's. */
  readonly folder: string;
  /** Where to listen; default 127.0.0.1. Whatever others can reach needs a token. */
  readonly host?: string | undefined;
  /** Default 4680, or any free one where that is taken; 0: any free one. */
  readonly port?: number | undefined;
  /** What a visitor must know. Default: none on this machine alone, else a new random one. */
  readonly token?: string | undefined;
  /** Folder of the built page; default: the package's. */
  readonly page?: string | undefined;
  /** A policy to show, beside the runs. */
  readonly subject?: ActorSource | undefined;
}

export interface Dashboard {
  /** To open in a browser, with the token where there is one. */
  readonly url: string;
  readonly port: number;
  close(): Promise<void>;
}

const DEFAULT_PORT = 4680;

/**
 * Serves a page that shows the runs of a folder, live, until it is closed. Reads their files and never writes there.
 * Throws UsageError `not-a-folder`, `token-needed`, `port-taken` or `host-unknown`, and RunError `incomplete-package`.
 */
export async function openDashboard(options: DashboardOptions): Promise<Dashboard> {
  const root = realFolder(options.folder);
  const host = options.host ?? "127.0.0.1";
  const local = isLoopback(host);
  if (options.token === "") {
    throw new UsageError({
      code: "token-needed",
      message: "The token is empty.",
      fix: "Give one, or leave --token out.",
    });
  }
  const token = options.token ?? (local ? undefined : randomBytes(18).toString("base64url"));
  const page = options.page ?? builtPage();
  const log = new EventLog(randomBytes(6).toString("hex"));
  const index = new RunIndex(root, log);
  const closing = new AbortController();
  let port = 0;
  const name = isIP(host) === 6 ? `[${host}]` : host;
  const hosts = () =>
    new Set([name, "127.0.0.1", "localhost", "[::1]"].map((own) => (port === 80 ? own : `${own}:${port}`)));
  const app = createApp({
    index,
    log,
    page,
    title: basename(root),
    hosts: local ? hosts : undefined,
    token,
    closing: closing.signal,
    subject: options.subject,
  });
  const server = createAdaptorServer({ fetch: app.fetch }) as Server;
  // First, so that whoever comes is told of every run.
  await index.open();
  try {
    port = await listen(server, host, options.port);
  } catch (error) {
    index.close();
    throw error;
  }
  return {
    url: `http://${name}:${port}/${token === undefined ? "" : `?token=${token}`}`,
    port,
    close: () => {
      closing.abort();
      index.close();
      return new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
    },
  };
}

function realFolder(folder: string): string {
  const location = resolve(folder);
  if (existsSync(location) && statSync(location).isDirectory()) return realpathSync(location);
  throw new UsageError({
    code: "not-a-folder",
    message: existsSync(location) ? `${folder} is a file, not a folder of runs.` : `There is no folder ${folder}.`,
    fix: "Give the folder that runs are kept in; `proximal train` makes runs/ where it is started.",
  });
}

const isLoopback = (host: string) => host === "localhost" || host === "::1" || /^127(\.\d+){3}$/.test(host);

/** The page lies in the package, whatever chunk this is. */
function builtPage(): string {
  const manifest = createRequire(import.meta.url).resolve("proximal/package.json");
  const page = join(dirname(manifest), "dist/dashboard");
  if (existsSync(join(page, "index.html"))) return page;
  throw new RunError({
    code: "incomplete-package",
    message: `${page} is missing, the page that the dashboard serves.`,
    fix: "In a clone, run `npm run build`; elsewhere, install Proximal again.",
  });
}

async function listen(server: Server, host: string, wanted: number | undefined): Promise<number> {
  try {
    return await tryToListen(server, host, wanted ?? DEFAULT_PORT);
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    if (code === "EADDRINUSE" && wanted === undefined) return tryToListen(server, host, 0);
    if (code === "EADDRINUSE") {
      throw new UsageError({
        code: "port-taken",
        message: `Port ${wanted} of ${host} is in use.`,
        fix: "Give another --port, or 0 for any that is free.",
        cause,
      });
    }
    throw new UsageError({
      code: "host-unknown",
      message: `Nothing can listen on ${host}, port ${wanted ?? DEFAULT_PORT}: ${code ?? String(cause)}.`,
      fix: "Give an address of this machine as --host (0.0.0.0: all of them) and a port from 1024 to 65535.",
      cause,
    });
  }
}

function tryToListen(server: Server, host: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, () => {
      server.off("error", reject);
      resolve((server.address() as AddressInfo).port);
    });
  });
}
