import katex from "katex";
import { useMemo } from "preact/hooks";

/** A formula in TeX, drawn for the eye and told to screen readers as MathML. */
export function Formula({ tex, display = false }: { readonly tex: string; readonly display?: boolean }) {
  const html = useMemo(() => katex.renderToString(tex, { displayMode: display }), [tex, display]);
  // The TeX is the page's own, never a visitor's.
  return <span class="formula" dangerouslySetInnerHTML={{ __html: html }} />;
}
