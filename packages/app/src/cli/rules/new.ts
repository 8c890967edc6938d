import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { nearName } from "@nightlatch/core";
import { contentPath } from "../../content.ts";
import { jsonDocument, safeText } from "../../report/index.ts";
import { EXIT, type ExitCode } from "../exit-code.ts";
import { Failure } from "../failure.ts";
import { type GlobalOptions, textOrJson } from "../global-options.ts";
import { writeOut } from "../write-out.ts";
import { skeletonText } from "./skeleton/rule-text.ts";

const NAME = /^[a-z0-9]+(?:-[a-z0-9]+)*$/;

/** `nightlatch rules new NAME`: writes a rule with tests to begin with; never over a file that is there. */
export async function runNew(
  name: string,
  options: GlobalOptions & { readonly dir: string; readonly eventType: string },
): Promise<ExitCode> {
  const format = textOrJson(options);
  if (!NAME.test(name) || name.length > 80)
    throw new Failure("NL-RULES-NAME", `"${name}" is no name of a rule; words in lower case with dashes are wanted`, {
      exit: EXIT.usage,
      next: "Name it by what it notices, such as api-token-made-at-night",
    });
  await checkType(options.eventType);
  const file = join(options.dir, `${name}.yml`);
  try {
    await mkdir(options.dir, { recursive: true });
    await writeFile(file, skeletonText({ name, type: options.eventType, now: Date.now() }), { flag: "wx" });
  } catch (error) {
    const there = error instanceof Error && "code" in error && error.code === "EEXIST";
    const why = error instanceof Error ? error.message : String(error);
    const reason = there
      ? `"${file}" is there already, and is left as it is`
      : `"${file}" could not be written: ${why}`;
    throw new Failure(there ? "NL-RULES-EXISTS" : "NL-RULES-WRITE", reason, {
      exit: EXIT.usage,
      next: there
        ? "Choose another name, or another folder with --dir"
        : "Name a folder that you may write to with --dir",
    });
  }
  if (format === "json") await writeOut(jsonDocument({ schema: "nightlatch.rule-new/1", name, file }));
  else
    await writeOut(
      `Wrote ${safeText(file)}\nIts tests pass as they are; fill in the words, then change rule and events together:\n  nightlatch rules test ${safeText(file)}\n`,
    );
  return EXIT.done;
}

/** Refuses an event type that Okta does not have: NL-RULES-EVENT-TYPE. */
async function checkType(type: string): Promise<void> {
  const names = (await readFile(contentPath("fields/okta-event-types.txt"), "utf8")).split("\n");
  if (!type.startsWith("#") && type !== "" && names.includes(type)) return;
  const near = nearName(type, names);
  throw new Failure("NL-RULES-EVENT-TYPE", `Okta's System Log has no event type "${type}"`, {
    exit: EXIT.usage,
    next: near === undefined ? "content/fields/okta-event-types.txt lists them all" : `Did you mean "${near}"?`,
  });
}
