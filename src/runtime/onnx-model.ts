import { BinaryReader, BinaryWriter, WireType } from "@bufbuild/protobuf/wire";
import { type DataType, type Dimension, onnxType, type OnnxAttribute as PlainAttribute } from "../tensor/index.js";

/** One opset for every graph: new enough for scatter with reduction, LayerNormalization and Gelu in Node and wasm. */
const OPSET = 20;
const IR_VERSION = 9;

/** An attribute of an ONNX node; a graph is what a loop repeats. */
export type OnnxAttribute = PlainAttribute | { readonly graph: OnnxGraph };

export interface OnnxNode {
  readonly operator: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: Readonly<Record<string, OnnxAttribute>>;
}
export interface OnnxInitializer {
  readonly name: string;
  /** ONNX's number for the element type. */
  readonly type: number;
  readonly shape: readonly number[];
  /** Little-endian elements. */
  readonly bytes: Uint8Array;
}
export interface OnnxValue {
  readonly name: string;
  readonly type: number;
  readonly shape: readonly Dimension[];
}
export interface OnnxGraph {
  readonly nodes: readonly OnnxNode[];
  readonly initializers: readonly OnnxInitializer[];
  readonly inputs: readonly OnnxValue[];
  readonly outputs: readonly OnnxValue[];
  /**
   * Shapes of values within, where ONNX Runtime cannot find the names of dynamic dimensions by itself (after a reshape).
   * Without them it does not see that sizes are equal, and planning memory takes time quadratic in the graph's length.
   */
  readonly intermediates?: readonly OnnxValue[];
}
export interface OnnxModel extends OnnxGraph {
  readonly metadata: Readonly<Record<string, string>>;
}

// Field numbers below are those of onnx.proto (https://github.com/onnx/onnx/blob/main/onnx/onnx.proto).

const message = (writer: BinaryWriter, field: number, write: (writer: BinaryWriter) => void) => {
  writer.tag(field, WireType.LengthDelimited).fork();
  write(writer);
  writer.join();
};
const text = (writer: BinaryWriter, field: number, value: string) =>
  writer.tag(field, WireType.LengthDelimited).string(value);
const integer = (writer: BinaryWriter, field: number, value: number) => writer.tag(field, WireType.Varint).int64(value);

function writeAttribute(writer: BinaryWriter, name: string, attribute: OnnxAttribute): void {
  text(writer, 1, name);
  if ("float" in attribute) {
    writer.tag(2, WireType.Bit32).float(attribute.float);
    integer(writer, 20, 1);
  } else if ("int" in attribute) {
    integer(writer, 3, attribute.int);
    integer(writer, 20, 2);
  } else if ("string" in attribute) {
    text(writer, 4, attribute.string);
    integer(writer, 20, 3);
  } else if ("graph" in attribute) {
    message(writer, 6, (graph) => writeGraph(graph, attribute.graph));
    integer(writer, 20, 5);
  } else {
    for (const value of attribute.ints) integer(writer, 8, value);
    integer(writer, 20, 7);
  }
}

function writeValue(writer: BinaryWriter, { name, type, shape }: OnnxValue): void {
  text(writer, 1, name);
  message(writer, 2, (typeProto) =>
    message(typeProto, 1, (tensorType) => {
      integer(tensorType, 1, type);
      message(tensorType, 2, (shapeProto) => {
        for (const dimension of shape) {
          message(shapeProto, 1, (dim) =>
            typeof dimension === "number" ? integer(dim, 1, dimension) : text(dim, 2, dimension),
          );
        }
      });
    }),
  );
}

function writeGraph(graph: BinaryWriter, described: OnnxGraph): void {
  for (const node of described.nodes) {
    message(graph, 1, (proto) => {
      for (const name of node.inputs) text(proto, 1, name);
      for (const name of node.outputs) text(proto, 2, name);
      text(proto, 4, node.operator);
      for (const [name, attribute] of Object.entries(node.attributes)) {
        message(proto, 5, (attributeProto) => writeAttribute(attributeProto, name, attribute));
      }
    });
  }
  text(graph, 2, "proximal");
  for (const { name, type, shape, bytes } of described.initializers) {
    message(graph, 5, (proto) => {
      for (const size of shape) integer(proto, 1, size);
      integer(proto, 2, type);
      text(proto, 8, name);
      proto.tag(9, WireType.LengthDelimited).bytes(bytes);
    });
  }
  for (const value of described.inputs) message(graph, 11, (proto) => writeValue(proto, value));
  for (const value of described.outputs) message(graph, 12, (proto) => writeValue(proto, value));
  for (const value of described.intermediates ?? []) message(graph, 13, (proto) => writeValue(proto, value));
}

/** Serializes a model as an ONNX `ModelProto`. */
export function encodeOnnx(model: OnnxModel): Uint8Array {
  const writer = new BinaryWriter();
  integer(writer, 1, IR_VERSION);
  text(writer, 2, "proximal");
  message(writer, 7, (graph) => writeGraph(graph, model));
  message(writer, 8, (opset) => {
    text(opset, 1, "");
    integer(opset, 2, OPSET);
  });
  for (const [key, value] of Object.entries(model.metadata)) {
    message(writer, 14, (entry) => {
      text(entry, 1, key);
      text(entry, 2, value);
    });
  }
  return writer.finish();
}

/** What is read back from a model file: its metadata and its named constants. Throws a RangeError on anything that is not protobuf. */
export interface OnnxContents {
  readonly producer: string;
  readonly metadata: Record<string, string>;
  readonly initializers: Map<string, OnnxInitializer>;
  readonly inputs: readonly {
    readonly name: string;
    readonly shape: readonly Dimension[];
    readonly dataType: DataType;
  }[];
}

export function decodeOnnx(bytes: Uint8Array): OnnxContents {
  const metadata: Record<string, string> = {};
  const initializers = new Map<string, OnnxInitializer>();
  const inputs: OnnxContents["inputs"][number][] = [];
  let producer = "";
  // Not Node's Buffer, whose slices are views and no copies.
  const plain = new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  readFields(plain, (field, reader) => {
    if (field === 2) producer = reader.string();
    else if (field === 7) {
      readFields(reader.bytes(), (graphField, graph) => {
        if (graphField === 5) {
          const initializer = readInitializer(graph.bytes());
          initializers.set(initializer.name, initializer);
        } else if (graphField === 11) inputs.push(readInput(graph.bytes()));
        else return false;
        return true;
      });
    } else if (field === 14) {
      let key = "";
      let value = "";
      readFields(reader.bytes(), (entryField, entry) => {
        if (entryField === 1) key = entry.string();
        else if (entryField === 2) value = entry.string();
        else return false;
        return true;
      });
      metadata[key] = value;
    } else return false;
    return true;
  });
  return { producer, metadata, initializers, inputs };
}

function readInitializer(bytes: Uint8Array): OnnxInitializer {
  let name = "";
  let type = 0;
  let data = new Uint8Array(0);
  const shape: number[] = [];
  readFields(bytes, (field, reader) => {
    if (field === 1) shape.push(Number(reader.int64()));
    else if (field === 2) type = reader.int32();
    else if (field === 8) name = reader.string();
    else if (field === 9) data = reader.bytes() as Uint8Array<ArrayBuffer>;
    else return false;
    return true;
  });
  return { name, type, shape, bytes: data };
}

function readInput(bytes: Uint8Array): OnnxContents["inputs"][number] {
  let name = "";
  let type = 0;
  const shape: Dimension[] = [];
  readFields(bytes, (field, reader) => {
    if (field === 1) name = reader.string();
    else if (field === 2) {
      readNested(reader.bytes(), 1, (tensorType) => {
        readFields(tensorType, (typeField, typeReader) => {
          if (typeField === 1) type = typeReader.int32();
          else if (typeField === 2)
            readNested(typeReader.bytes(), 1, (dimension) => shape.push(readDimension(dimension)));
          else return false;
          return true;
        });
      });
    } else return false;
    return true;
  });
  const dataType = Object.entries(onnxType).find(([, code]) => code === type)?.[0] ?? "float32";
  return { name, shape, dataType: dataType as DataType };
}

function readDimension(bytes: Uint8Array): Dimension {
  let dimension: Dimension = "unknown";
  readFields(bytes, (field, reader) => {
    if (field === 1) dimension = Number(reader.int64());
    else if (field === 2) dimension = reader.string();
    else return false;
    return true;
  });
  return dimension;
}

/** Hands every message in one repeated field to `visit`. */
function readNested(bytes: Uint8Array, wanted: number, visit: (message: Uint8Array) => void): void {
  readFields(bytes, (field, reader) => {
    if (field !== wanted) return false;
    visit(reader.bytes());
    return true;
  });
}

/** Walks the fields of one message; `read` returns false for a field that is to be skipped. */
function readFields(bytes: Uint8Array, read: (field: number, reader: BinaryReader) => boolean): void {
  const reader = new BinaryReader(bytes);
  while (reader.pos < reader.len) {
    const [field, wireType] = reader.tag();
    if (!read(field, reader)) reader.skip(wireType, field);
  }
}
