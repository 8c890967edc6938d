/** Writes docs/openapi.json from the routes; run it after a change of the contract: `node --conditions=source tools/write-openapi.ts`. */
import { writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { openapiDocument } from "@nightlatch/client";

const file = join(dirname(import.meta.dirname), "docs", "openapi.json");
writeFileSync(file, `${JSON.stringify(openapiDocument(), null, 2)}\n`);
