export { type ReadModel, readModel } from "./read-model.node.js";
