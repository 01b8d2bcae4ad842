import { createHash, timingSafeEqual } from "node:crypto";
import type { MiddlewareHandler } from "hono";
import { getCookie, setCookie } from "hono/cookie";

export interface GuardOptions {
  /** Names that the server answers to, as in a request's `Host`; undefined: any, which needs a token. */
  readonly hosts: (() => ReadonlySet<string>) | undefined;
  /** What a visitor must know. */
  readonly token: string | undefined;
}

const COOKIE = "proximal-token";

/**
 * Refuses whoever should not read here: other names (a page elsewhere that has its own name point to this machine), other
 * origins, and visitors without the token. Who brings the token in the address gets a cookie and an address without it.
 */
export function guard({ hosts, token }: GuardOptions): MiddlewareHandler {
  return async (context, next) => {
    const { req } = context;
    const host = req.header("host") ?? "";
    if (hosts && !hosts().has(host.toLowerCase())) return context.text(`This is not ${host}.`, 421);
    const origin = req.header("origin");
    if (origin !== undefined && !ownOrigin(origin, host)) return context.text("Other origins are refused.", 403);
    const site = req.header("sec-fetch-site");
    const opening = req.header("sec-fetch-mode") === "navigate" && req.method === "GET";
    if (site !== undefined && site !== "same-origin" && site !== "none" && !opening) {
      return context.text("Other origins are refused.", 403);
    }
    if (token !== undefined) {
      const given = req.query("token");
      if (given !== undefined && req.method === "GET") {
        if (!equal(given, token)) return refuse();
        // Without a port, so that it would be sent to other servers of this host: the name tells them apart.
        setCookie(context, cookieName(host), token, { httpOnly: true, sameSite: "Strict", path: "/" });
        const rest = new URL(req.url);
        rest.searchParams.delete("token");
        return context.redirect(`${rest.pathname}${rest.search}`, 303);
      }
      const bearer = /^Bearer (.+)$/.exec(req.header("authorization") ?? "")?.[1];
      if (!equal(getCookie(context, cookieName(host)) ?? bearer ?? "", token)) return refuse();
    }
    await next();

    function refuse() {
      return context.text("This dashboard needs its token: open the address that it printed when it started.", 401);
    }
  };
}

const cookieName = (host: string) => `${COOKIE}-${/:(\d+)$/.exec(host)?.[1] ?? "80"}`;

function ownOrigin(origin: string, host: string): boolean {
  try {
    return new URL(origin).host === host.toLowerCase();
  } catch {
    return false;
  }
}

/** Takes as long whichever letter differs. */
function equal(a: string, b: string): boolean {
  const digest = (text: string) => createHash("sha256").update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
}
