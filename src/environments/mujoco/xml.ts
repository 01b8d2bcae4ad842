type Value = number | string | boolean | readonly number[];

export type Attributes = Readonly<Record<string, Value>>;

/** One XML element. Values are figures and names of our own, so there is nothing to escape. */
export function element(tag: string, attributes: Attributes, ...children: readonly string[]): string {
  const written = Object.entries(attributes).map(
    ([name, value]) => ` ${name}="${Array.isArray(value) ? value.join(" ") : String(value)}"`,
  );
  const inner = children.join("\n");
  return inner === "" ? `<${tag}${written.join("")}/>` : `<${tag}${written.join("")}>\n${inner}\n</${tag}>`;
}

export const radians = (degrees: number): number => (degrees * Math.PI) / 180;
