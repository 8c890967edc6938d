/**
 * Imported first by the program: keeps V8's space for young objects from growing. A scan makes many that die at once,
 * so a larger space saves no time, and the program stays about 100 MB smaller without it (bench/RESULTS.md).
 */
import { setFlagsFromString } from "node:v8";

setFlagsFromString("--semi-space-growth-factor=1");
