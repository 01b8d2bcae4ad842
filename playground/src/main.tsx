import "katex/dist/katex.min.css";
import "uplot/dist/uPlot.min.css";
import "../../ui/style.css";
import { render } from "preact";
import { App } from "./app.js";

const root = document.getElementById("app") as HTMLElement;
if (typeof WebAssembly === "object" && typeof Worker === "function") {
  render(<App />, root);
} else {
  render(
    <main class="alone">
      <h1>Proximal playground</h1>
      <p>
        This browser runs no {typeof WebAssembly === "object" ? "web workers" : "WebAssembly"}, which training here
        needs.
      </p>
      <p>Allow it in the browser's settings (some lockdown modes turn it off), or open this page in another browser.</p>
    </main>,
    root,
  );
}
