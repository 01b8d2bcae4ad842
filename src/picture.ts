/** A polygon, or with two corners a line, in the environment's own units. */
export interface PictureShape {
  /** x and y of each corner, in turn; y counts upward. */
  readonly points: readonly number[];
  readonly part: "ground" | "body" | "limb" | "goal" | "flame";
}

/** What there is to see of an environment in two dimensions. */
export interface Picture {
  /** The part of the world that is in sight. */
  readonly view: { readonly left: number; readonly bottom: number; readonly right: number; readonly top: number };
  readonly shapes: readonly PictureShape[];
}
