import "uplot/dist/uPlot.min.css";
import "../../ui/style.css";
import "./dashboard.css";
import { render } from "preact";
import { App } from "./app.js";
import { Connection } from "./connection.js";

render(<App connection={new Connection()} />, document.getElementById("app") as HTMLElement);
