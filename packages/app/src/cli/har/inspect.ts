import type { Artefact } from "@nightlatch/har";
import { findFiles, type Rejection } from "../../connect/files/index.ts";
import { inspectFiles } from "../../connect/har/index.ts";
import { jsonDocument, safeText } from "../../report/index.ts";
import { EXIT, type ExitCode } from "../exit-code.ts";
import { type GlobalOptions, textOrJson } from "../global-options.ts";
import { printRejections } from "../print-rejections.ts";
import { writeOut } from "../write-out.ts";
import { unreachable } from "./refused.ts";

/** Options of `nightlatch har inspect`. */
export interface HarInspectFlags extends GlobalOptions {
  readonly any?: boolean;
}

/** `nightlatch har inspect PATH…` */
export async function runHarInspect(paths: readonly string[], flags: HarInspectFlags): Promise<ExitCode> {
  const form = textOrJson(flags);
  const rejected: Rejection[] = [];
  const files = await findFiles(paths, (rejection) => rejected.push(rejection));
  const { inspection, problems } = await inspectFiles(
    files.map(({ file }) => file),
    flags.any === true,
  ).catch((error: unknown) => {
    throw unreachable(error, paths.join(", "));
  });
  for (const { file, problem } of problems)
    rejected.push({ file, line: 0, code: problem.code, reason: problem.message });
  if (form === "json") await writeOut(jsonDocument({ schema: "nightlatch.har-inspection/1", ...inspection }));
  else await writeOut(text(inspection.artefacts, files.length));
  printRejections(rejected, rejected.length);
  return rejected.length > 0 ? EXIT.rejected : EXIT.done;
}

function text(artefacts: readonly Artefact[], files: number): string {
  const where = files === 1 ? "1 file" : `${files} files`;
  if (artefacts.length === 0) return `No credential found in ${where}.\n`;
  const count = artefacts.length === 1 ? "1 credential" : `${artefacts.length} credentials`;
  return `${count} in ${where}. Values are not shown; nothing was sent anywhere.\n${artefacts.map(one).join("")}`;
}

function one(artefact: Artefact): string {
  const { title, pseudonym, confidence, names, places, hosts, owner, issuer, issuedAt, expiresAt, opens, action } =
    artefact;
  const line = (label: string, value: string | undefined): string =>
    value === undefined || value === "" ? "" : `  ${label.padEnd(8)} ${safeText(value)}\n`;
  const times = [
    issuedAt === undefined ? "" : `issued ${issuedAt}`,
    expiresAt === undefined ? "" : `expires ${expiresAt}`,
  ]
    .filter((part) => part !== "")
    .join(", ");
  return [
    `\n${title}  ${pseudonym}  (${confidence})\n`,
    line("owner", owner),
    line("issuer", issuer),
    line("time", times),
    line("named", names.join(", ")),
    line("where", places.map(({ place, count }) => (count > 1 ? `${place} (${count})` : place)).join(", ")),
    line("sent to", hosts.join(", ")),
    line("opens", opens),
    line("to do", action),
  ].join("");
}
