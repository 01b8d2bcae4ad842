export { decodeSnapshot, encodeSnapshot } from "./snapshot-file.js";
