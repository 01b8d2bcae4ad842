/** A dense array in float64, row-major: booleans are 0 and 1, integers are whole numbers. */
export interface NdArray {
  readonly shape: readonly number[];
  readonly data: Float64Array;
}

export function ndArray(shape: readonly number[], data: ArrayLike<number>): NdArray {
  return { shape, data: data instanceof Float64Array ? data : Float64Array.from(data) };
}

export function sizeOfShape(shape: readonly number[]): number {
  return shape.reduce((product, dimension) => product * dimension, 1);
}

export function stridesOf(shape: readonly number[]): number[] {
  const strides = new Array<number>(shape.length).fill(1);
  for (let axis = shape.length - 2; axis >= 0; axis--) strides[axis] = strides[axis + 1]! * shape[axis + 1]!;
  return strides;
}

/** Calls `visit` with every index of `shape`, in row-major order. The index array is reused. */
export function forEachIndex(
  shape: readonly number[],
  visit: (index: readonly number[], position: number) => void,
): void {
  const size = sizeOfShape(shape);
  const index = new Array<number>(shape.length).fill(0);
  for (let position = 0; position < size; position++) {
    visit(index, position);
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      index[axis]!++;
      if (index[axis]! < shape[axis]!) break;
      index[axis] = 0;
    }
  }
}

/** Builds an array by asking for the value at every index. */
export function tabulate(shape: readonly number[], valueAt: (index: readonly number[]) => number): NdArray {
  const data = new Float64Array(sizeOfShape(shape));
  forEachIndex(shape, (index, position) => {
    data[position] = valueAt(index);
  });
  return { shape: [...shape], data };
}

/** The element of `array` at `index`, where `index` may have more axes (aligned at the right) and axes of size 1 repeat. */
export function broadcastAt(array: NdArray, index: readonly number[]): number {
  const offset = index.length - array.shape.length;
  let position = 0;
  for (let axis = 0; axis < array.shape.length; axis++) {
    const size = array.shape[axis]!;
    position = position * size + (size === 1 ? 0 : index[axis + offset]!);
  }
  return array.data[position]!;
}

export function broadcastNumericShapes(...shapes: readonly (readonly number[])[]): number[] {
  const rank = Math.max(...shapes.map((shape) => shape.length));
  return Array.from({ length: rank }, (_, axis) =>
    shapes.reduce((size, shape) => {
      const dimension = shape[axis - rank + shape.length] ?? 1;
      return dimension === 1 ? size : dimension;
    }, 1),
  );
}

/** Applies a function element by element to broadcast arrays. */
export function mapElements(compute: (...values: number[]) => number, ...arrays: readonly NdArray[]): NdArray {
  const shape = broadcastNumericShapes(...arrays.map((array) => array.shape));
  return tabulate(shape, (index) => compute(...arrays.map((array) => broadcastAt(array, index))));
}
