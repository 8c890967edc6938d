/** The program: one command line, run to its end. */
import "./lean-heap.ts";
import { run } from "./cli/run.ts";

// A reader that goes away early (`| head`) ends the writing, and is no fault.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error;
});
process.exitCode = await run(process.argv.slice(2));
