import { fileURLToPath } from "node:url";

const folder = (path: string) => fileURLToPath(new URL(path, import.meta.url));

export const repository = folder("../../");
export const benchFolder = folder("../");
/** Not kept under version control. */
export const resultsFolder = folder("../results/");
