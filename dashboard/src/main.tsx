import "uplot/dist/uPlot.min.css";
import "../../ui/style.css";
import "./dashboard.css";
import { render } from "preact";
import { App } from "./app.js";
import { Connection } from "./connection.js";

const root = document.getElementById("app") as HTMLElement;
if (window.location.pathname.endsWith("/play")) {
  const { Play } = await import("./viewer/play.js");
  render(<Play />, root);
} else {
  render(<App connection={new Connection()} />, root);
}
