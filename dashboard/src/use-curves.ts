import { useEffect, useRef, useState } from "preact/hooks";
import { type Curves, decodeCurves } from "./decode-curves.js";

export interface CurvesQuery {
  readonly curves: readonly { readonly run: string; readonly metric: string }[];
  readonly x: "steps" | "seconds";
  readonly from?: number | undefined;
  readonly to?: number | undefined;
  readonly intervals: number;
  readonly smoothing: number;
  /** Metrics that will be asked for, too. */
  readonly others?: readonly string[];
}

export interface CurvesState {
  /** What was asked, so that data and names fit together while the next answer is on its way. */
  readonly query: CurvesQuery;
  readonly data: Curves;
}

/** Time between questions about runs that grow, in milliseconds. */
const PAUSE = 200;

/**
 * Curves from the server, asked for again whenever the query or `version` changes, and while runs are still being read.
 * The last answer stays until there is a newer one.
 */
export function useCurves(query: CurvesQuery, version: string): { state: CurvesState | undefined; failed: boolean } {
  const [state, setState] = useState<CurvesState>();
  const [failed, setFailed] = useState(false);
  const key = JSON.stringify(query);
  const last = useRef({ key: "", time: 0 });
  useEffect(() => {
    if (query.curves.length === 0) {
      setState(undefined);
      return;
    }
    const abort = new AbortController();
    let timer: ReturnType<typeof setTimeout> | undefined;
    let answers = 0;
    const ask = async () => {
      last.current = { key, time: performance.now() };
      try {
        const response = await fetch("/api/curves", {
          method: "POST",
          headers: { "content-type": "application/json" },
          body: key,
          signal: abort.signal,
        });
        if (!response.ok) throw new Error(await response.text());
        const data = decodeCurves(await response.arrayBuffer());
        setState({ query, data });
        setFailed(false);
        // Less and less often: drawing what is half read takes time, too.
        if (data.pending.length > 0) timer = setTimeout(ask, PAUSE * Math.min(8, ++answers));
      } catch {
        if (abort.signal.aborted) return;
        setFailed(true);
        timer = setTimeout(ask, 1000);
      }
    };
    // What somebody asks for is asked at once; what only grows, not more often than it can be drawn.
    const wait = last.current.key === key ? Math.max(0, last.current.time + PAUSE - performance.now()) : 0;
    timer = setTimeout(ask, wait);
    return () => {
      abort.abort();
      clearTimeout(timer);
    };
  }, [key, version]);
  return { state, failed };
}
