/**
 * What a scan says, for people and for machines: one file a format. A page is composed once (write-page) and written
 * for a terminal, a ticket or a browser; JSON and OCSF carry the findings as they are. Texts of a log act nowhere.
 */
export { COLOURED, type Paint, PLAIN } from "./paint.ts";
export { safeText } from "./safe-text.ts";
export { eventRows, type ShownEvent } from "./event-rows.ts";
export { findingRows, type HuntReport } from "./hunt-report.ts";
export type { ScanReport } from "./scan-report.ts";
export { htmlPage, toHtml } from "./html.ts";
export { jsonDocument, toJson } from "./json.ts";
export { markdownPage, toMarkdown } from "./markdown.ts";
export { toOcsf } from "./ocsf.ts";
export { textPage, type TextOptions, toText } from "./text.ts";
export { type PdfBlock, pdfPage } from "./pdf/pdf-page.ts";
