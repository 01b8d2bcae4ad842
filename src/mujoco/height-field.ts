import { UsageError } from "../errors.js";

/**
 * Terrain: elevations on a regular grid, in meters above the geom's own frame. Row 0 lies at y = −radiusY, column 0 at
 * x = −radiusX. Elevations may change while the simulation runs, for collisions and rays alike, within [0, maximum].
 */
export interface HeightField {
  readonly rows: number;
  readonly columns: number;
  /** Half its extent along x, in meters. */
  readonly radiusX: number;
  /** Half its extent along y, in meters. */
  readonly radiusY: number;
  /** The greatest elevation, in meters: the XML's size[2]. MuJoCo would let things sink into whatever is higher. */
  readonly maximum: number;
  /** All elevations, row-major [rows, columns]. Throws UsageError `wrong-length` or `invalid-elevation`. */
  setElevations(elevations: ArrayLike<number>): void;
  setElevation(row: number, column: number, elevation: number): void;
  elevation(row: number, column: number): number;
  /**
   * The elevation of the surface at a point of the geom's frame, as rays and collisions meet it; outside, that of the
   * nearest edge. Some ten times as fast as a ray.
   */
  elevationAt(x: number, y: number): number;
}

export interface HeightFieldSource {
  readonly name: string;
  readonly rows: number;
  readonly columns: number;
  readonly size: readonly [radiusX: number, radiusY: number, maximum: number];
  /** Elevations as fractions of the maximum, row-major, on the heap as it is now. */
  readonly data: () => Float32Array;
}

export function createHeightField({ name, rows, columns, size, data }: HeightFieldSource): HeightField {
  const [radiusX, radiusY, maximum] = size;

  function requireElevation(value: number, place: string): void {
    // float32 rounds what was computed as the maximum
    if (value >= 0 && value <= maximum * (1 + 1e-6)) return;
    throw new UsageError({
      code: "invalid-elevation",
      message: `The elevation ${value} ${place} of height field "${name}" is not from 0 to ${maximum}.`,
      fix: `Lift everything above 0, and give the XML's size="${radiusX} ${radiusY} ${maximum} …" the greatest elevation as its third number: collisions ignore what is beyond.`,
    });
  }

  function index(row: number, column: number): number {
    const inside = (i: number, n: number) => Number.isInteger(i) && i >= 0 && i < n;
    if (inside(row, rows) && inside(column, columns)) return row * columns + column;
    throw new UsageError({
      code: "outside-height-field",
      message: `Height field "${name}" has no row ${row}, column ${column}.`,
      fix: `It has rows 0 to ${rows - 1} and columns 0 to ${columns - 1}.`,
    });
  }

  return {
    rows,
    columns,
    radiusX,
    radiusY,
    maximum,

    setElevations(elevations) {
      if (elevations.length !== rows * columns) {
        throw new UsageError({
          code: "wrong-length",
          message: `Height field "${name}" has ${rows} × ${columns} = ${rows * columns} elevations, but got ${elevations.length}.`,
          fix: "Give one per point of the grid, row by row.",
        });
      }
      for (let i = 0; i < elevations.length; i++) {
        requireElevation(elevations[i]!, `in row ${Math.floor(i / columns)}, column ${i % columns}`);
      }
      const fractions = data();
      for (let i = 0; i < elevations.length; i++) fractions[i] = Math.min(1, elevations[i]! / maximum);
    },

    setElevation(row, column, elevation) {
      const i = index(row, column);
      requireElevation(elevation, `in row ${row}, column ${column}`);
      data()[i] = Math.min(1, elevation / maximum);
    },

    elevation: (row, column) => data()[index(row, column)]! * maximum,

    elevationAt(x, y) {
      const fractions = data();
      const u = clamp(((x + radiusX) / (2 * radiusX)) * (columns - 1), columns - 1);
      const v = clamp(((y + radiusY) / (2 * radiusY)) * (rows - 1), rows - 1);
      const column = Math.min(Math.floor(u), columns - 2);
      const row = Math.min(Math.floor(v), rows - 2);
      const right = u - column;
      const up = v - row;
      const corner = row * columns + column;
      const here = fractions[corner]!;
      const diagonal = fractions[corner + columns + 1]!;
      // Each cell is two triangles that share the diagonal from its first to its last corner.
      const between =
        right >= up
          ? here + (fractions[corner + 1]! - here) * right + (diagonal - fractions[corner + 1]!) * up
          : here + (fractions[corner + columns]! - here) * up + (diagonal - fractions[corner + columns]!) * right;
      return between * maximum;
    },
  };
}

const clamp = (value: number, last: number) => Math.min(Math.max(value, 0), last);
