import { useEffect, useRef } from "preact/hooks";
import { type Palette, palette, prepare, type Surface } from "./canvas.js";
import { useTheme } from "./theme.js";

interface DiagramProps {
  /** What the drawing shows, for those who cannot see it. */
  readonly label: string;
  readonly draw: (surface: Surface, colors: Palette) => void;
}

/** A canvas that is drawn again with every render, and when its size or the theme changes. */
export function Diagram({ label, draw }: DiagramProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const latest = useRef(draw);
  latest.current = draw;
  useTheme();
  const paint = () => {
    const surface = canvas.current && prepare(canvas.current);
    if (surface) latest.current(surface, palette());
  };
  useEffect(paint);
  useEffect(() => {
    const observer = new ResizeObserver(paint);
    if (canvas.current) observer.observe(canvas.current);
    return () => observer.disconnect();
  }, []);
  return <canvas ref={canvas} class="diagram" role="img" aria-label={label} />;
}
