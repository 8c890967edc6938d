import { Composer, type CST, type Document, Parser } from "yaml";
import type { LoadLimits } from "../load/load-limits.ts";
import { ProblemLog } from "../rule/problem-log.ts";
import type { RuleProblem } from "../rule/rule.ts";
import { documentStarts } from "./document-starts.ts";
import type { YamlNode } from "./node.ts";
import { readNode } from "./read-node.ts";
import { Source } from "./source.ts";
import { tooDeepAt } from "./token-depth.ts";

/** One document of a file. Problems of it go to its own log. */
export interface RuleDocument {
  readonly root: YamlNode;
  readonly log: ProblemLog;
  /** Counts from 1 within the file. */
  readonly number: number;
}

/** More than this many errors, and the text is no YAML at all: reading on would only cost time. */
const MOST_ERRORS = 100;

/** Of a document that is no YAML, the first errors explain the others. */
const MOST_SHOWN = 5;

/**
 * Reads all documents of a file. One that is broken is reported and left out, the others are given. Empty documents
 * are passed over.
 */
export function readDocuments(
  { file, text }: { readonly file: string; readonly text: string },
  limits: LoadLimits,
  problems: RuleProblem[],
): readonly RuleDocument[] {
  const source = new Source(file, text);
  const oversize = oversizeOf(text, limits);
  if (oversize !== undefined) {
    new ProblemLog(source, problems).error(oversize.at, "NL-SIGMA-LIMIT", oversize.message);
    return [];
  }
  const documents: RuleDocument[] = [];
  let number = 0;
  let errors = 0;
  try {
    for (const document of compose(text, limits)) {
      const log = new ProblemLog(source, problems);
      number++;
      errors += document.errors.length;
      for (const { pos, message } of document.errors.slice(0, MOST_SHOWN))
        log.error(pos[0], "NL-SIGMA-YAML", `This is no YAML: ${message}`);
      if (errors > MOST_ERRORS) break;
      const root = log.failed || document.contents === null ? null : readNode(document, text, { log, limits });
      if (root !== null && root.kind !== "null") documents.push({ root, log, number });
    }
  } catch (error) {
    // The parser of the library recurses with the indentation: a stack that is exhausted is the author's depth.
    if (!(error instanceof TooDeep) && !(error instanceof RangeError)) throw error;
    const message = `Maps and lists are nested more than ${limits.maxDepth} deep; the file is not read beyond that`;
    new ProblemLog(source, problems).error(error instanceof TooDeep ? error.at : 0, "NL-SIGMA-LIMIT", message);
  }
  return documents;
}

/** What of a file is too large to be read; the parser builds a whole document before anybody can look at it. */
function oversizeOf(text: string, limits: LoadLimits): { readonly at: number; readonly message: string } | undefined {
  if (text.length > limits.maxFileLength) {
    const message = `The file has ${text.length} characters; at most ${limits.maxFileLength} are read`;
    return { at: 0, message };
  }
  const starts = documentStarts(text, limits.maxDocuments);
  if (starts.length > limits.maxDocuments) {
    const message = `The file has more than ${limits.maxDocuments} documents; split it, nothing of it is loaded`;
    return { at: starts.at(-1) ?? 0, message };
  }
  const lengths = starts.map((start, n) => (starts[n + 1] ?? text.length) - start);
  const long = lengths.findIndex((length) => length > limits.maxDocumentLength);
  if (long < 0) return undefined;
  const message = `The document has ${lengths[long] ?? 0} characters; at most ${limits.maxDocumentLength} are read, and nothing of this file is`;
  return { at: starts[long] ?? 0, message };
}

/** How the tokens are left in the middle; never seen outside. */
class TooDeep extends Error {
  readonly at: number;

  constructor(at: number) {
    super("Too deep");
    this.at = at;
  }
}

function* compose(text: string, limits: LoadLimits): Generator<Document.Parsed> {
  const composer = new Composer({
    schema: "failsafe",
    version: "1.2",
    uniqueKeys: false,
    prettyErrors: false,
    logLevel: "silent",
  });
  yield* composer.compose(tokensOf(text, limits), true, text.length);
}

/** The tokens up to the one where the text has proved to be no YAML. */
function* tokensOf(text: string, limits: LoadLimits): Generator<CST.Token> {
  let errors = 0;
  for (const token of new Parser().parse(text)) {
    if (token.type === "error" && ++errors > MOST_ERRORS) return;
    // The document itself is a level here.
    const at = tooDeepAt(token, limits.maxDepth + 1);
    if (at !== undefined) throw new TooDeep(at);
    yield token;
  }
}
