/** Where the named parts of a flat state begin, one after the other, and how many numbers they take. */
export interface Layout<Name extends string> {
  readonly at: Readonly<Record<Name, number>>;
  readonly sizes: Readonly<Record<Name, number>>;
  readonly size: number;
}

export function layOut<Name extends string>(sizes: Readonly<Record<Name, number>>): Layout<Name> {
  const at = {} as Record<Name, number>;
  let size = 0;
  for (const name of Object.keys(sizes) as Name[]) {
    at[name] = size;
    size += sizes[name];
  }
  return { at, sizes, size };
}
