/** Options by their paths: `{ network: { hidden: [32] } }` as `{ "network.hidden": "[32]" }`. */
export function flattenOptions(options: Readonly<Record<string, unknown>>): Record<string, string> {
  const flat: Record<string, string> = {};
  const visit = (value: unknown, path: string) => {
    if (typeof value === "object" && value !== null && !Array.isArray(value) && Object.keys(value).length > 0) {
      for (const [key, part] of Object.entries(value)) visit(part, path === "" ? key : `${path}.${key}`);
    } else flat[path] = JSON.stringify(value) ?? "undefined";
  };
  for (const [key, value] of Object.entries(options)) visit(value, key);
  return flat;
}
