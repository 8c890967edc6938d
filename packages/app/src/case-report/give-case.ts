import { type Case, caseReportOf, stixBundleOf, verisOf } from "@nightlatch/core";
import { asJson } from "../cases/index.ts";
import { htmlPage, jsonDocument, markdownPage, pdfPage, textPage, type TextOptions } from "../report/index.ts";
import { timelineCsv } from "./timeline-csv.ts";
import { writeCasePage } from "./write-case-page.ts";

/** Forms in which a case is told. */
export const CASE_FORMATS = ["text", "markdown", "html", "pdf", "json", "csv", "stix", "veris"] as const;
export type CaseFormat = (typeof CASE_FORMATS)[number];

/** A case in one of the forms. */
export function giveCase(one: Case, format: CaseFormat, options: TextOptions): string | Buffer {
  return WRITERS[format](one, options);
}

const WRITERS: Readonly<Record<CaseFormat, (one: Case, options: TextOptions) => string | Buffer>> = {
  text: (one, options) => textPage(writeCasePage(caseReportOf(one)), options),
  markdown: (one) => markdownPage(writeCasePage(caseReportOf(one))),
  html: (one) => htmlPage(titleOf(one), writeCasePage(caseReportOf(one))),
  pdf: (one) => pdfPage(titleOf(one), writeCasePage(caseReportOf(one))),
  json: (one) => jsonDocument(asJson(caseReportOf(one)) as object),
  csv: (one) => timelineCsv(caseReportOf(one)),
  stix: (one) => jsonDocument(stixBundleOf(one)),
  veris: (one) => jsonDocument(verisOf(one)),
};

function titleOf({ id, tenant }: Case): string {
  return `Nightlatch: case ${id} of ${tenant}`;
}
