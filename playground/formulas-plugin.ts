import katex from "katex";
import type { Plugin } from "vite";
import { formulas } from "./src/formulas.js";

const NAME = "virtual:formulas";

/** Offers the formulas as HTML for the eye and as MathML for screen readers. */
export function drawnFormulas(): Plugin {
  return {
    name: "drawn-formulas",
    resolveId: (id) => (id === NAME ? `\0${NAME}` : undefined),
    load(id) {
      if (id !== `\0${NAME}`) return undefined;
      const drawn = Object.entries(formulas).map(([name, tex]) => [
        name,
        katex.renderToString(tex, { displayMode: true }),
      ]);
      return `export default ${JSON.stringify(Object.fromEntries(drawn))};`;
    },
  };
}
