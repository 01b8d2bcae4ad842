/** JSON values and typed arrays, nested: what checkpoints store. */
export type Snapshot =
  | null
  | boolean
  | number
  | string
  | Float32Array
  | Float64Array
  | Int32Array
  | Uint32Array
  | Uint8Array
  | readonly Snapshot[]
  | { readonly [key: string]: Snapshot };
