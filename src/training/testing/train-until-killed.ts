import { train } from "../index.js";
import { killTask } from "./kill.js";

/** A process to be killed: trains `killTask` in the folder given and prints a line per iteration. */
for await (const { iteration } of train({ ...killTask(), out: process.argv[2] as string })) console.log(iteration);
