import { atLeast, type Severity, severityOf } from "@nightlatch/core";
import type { RuleBook } from "../detect/rule-book.ts";
import { only } from "./only.ts";

/** The rules of a book that make findings of a level or above, and what their correlations count. */
export function fromLevel(book: RuleBook, level: Severity): RuleBook {
  return only(
    book,
    ({ key, level: own }) =>
      !book.silent.has(key) && atLeast(severityOf(own, { ours: book.ours.has(key), corroborated: true }), level),
  );
}
