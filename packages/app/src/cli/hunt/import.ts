import { spoolStdin } from "../../connect/files/index.ts";
import { Rejections } from "../../detect/rejections.ts";
import { type Imported, importFiles } from "../../ingest/index.ts";
import { jsonDocument } from "../../report/index.ts";
import { EXIT, type ExitCode } from "../exit-code.ts";
import { type GlobalOptions, textOrJson } from "../global-options.ts";
import { printRejections } from "../print-rejections.ts";
import { Progress } from "../progress.ts";
import { writeOut } from "../write-out.ts";
import { atStores } from "./at-stores.ts";

/** Options of `nightlatch import`. */
export interface ImportFlags extends GlobalOptions {
  readonly tenant?: string;
}

/** `nightlatch import PATH…` */
export async function runImport(paths: readonly string[], flags: ImportFlags): Promise<ExitCode> {
  const format = textOrJson(flags);
  return atStores(flags, async ({ config, events, state }) => {
    const tenant = flags.tenant ?? config.tenant ?? config.service.sources[0]?.tenant ?? "default";
    const rejections = new Rejections();
    const spool = paths.includes("-") ? await spoolStdin() : undefined;
    const progress = new Progress(process.stderr, () => performance.now());
    try {
      const imported = await importFiles({
        paths,
        stdin: spool?.path,
        tenant,
        events,
        state,
        now: Date.now,
        reject: rejections.add.bind(rejections),
        progress: ({ bytes, total, file }) => progress.at(bytes, total, file),
      });
      progress.end();
      printRejections(rejections.rows, rejections.total);
      const rejected = rejections.total;
      await writeOut(
        format === "json"
          ? jsonDocument({ schema: "nightlatch.import/1", tenant, ...imported, rejected })
          : textOf(tenant, imported, rejected),
      );
      return rejected > 0 ? EXIT.rejected : EXIT.done;
    } finally {
      progress.end();
      spool?.remove();
    }
  });
}

function textOf(tenant: string, { stored, repeats, contradictions }: Imported, rejected: number): string {
  return [
    `${stored} events of ${tenant} were stored, ${repeats} were there already`,
    ...(contradictions > 0
      ? [`${contradictions} were there with other content under the same id; what was there first stays`]
      : []),
    ...(rejected > 0 ? [`${rejected} records were rejected`] : []),
    "",
  ].join("\n");
}
