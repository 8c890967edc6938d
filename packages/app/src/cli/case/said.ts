import { asJson } from "../../cases/index.ts";
import { jsonDocument } from "../../report/index.ts";
import { writeOut } from "../write-out.ts";

/** Says an answer: the document for machines, or the lines for people. */
export async function say(
  format: "text" | "json",
  document: { readonly schema: string } & Readonly<Record<string, unknown>>,
  text: () => string,
): Promise<void> {
  await writeOut(format === "json" ? jsonDocument(asJson(document) as object) : text());
}
