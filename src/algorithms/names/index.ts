// An entrance of its own: whoever lists algorithms loads none.
export { type AlgorithmName, algorithmNames } from "../algorithm-names.js";
