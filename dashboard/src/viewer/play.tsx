import { useEffect, useState } from "preact/hooks";
import { offerRecording } from "./recording.js";
import { Viewer } from "./viewer.js";

/** The page of `proximal play`: what the server was started to show. */
export function Play() {
  const [ready, setReady] = useState(false);
  useEffect(() => {
    offerRecording();
    setReady(true);
  }, []);
  return (
    <>
      <header>
        <h1>Proximal viewer</h1>
      </header>
      <main class="play" data-ready={ready || undefined}>
        <section class="card" aria-label="The agent">
          {/* A recording opens this page for its code alone. */}
          {window.location.hash !== "#silent" && <Viewer run={undefined} tall />}
        </section>
      </main>
    </>
  );
}
