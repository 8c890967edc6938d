import type { CaseEntryRequest } from "@nightlatch/client";
import type { Case, CaseDeed } from "@nightlatch/core";
import type { CaseBook } from "../../cases/index.ts";
import { Refusal } from "../http/refusal.ts";
import type { ServerParts } from "../parts.ts";
import { msOf } from "./rfc3339.ts";

interface Writing extends Pick<ServerParts, "events" | "now"> {
  readonly book: CaseBook;
  readonly who: string;
}

/** Writes what is asked into a case. Throws a Refusal NL-API-INPUT for what is missing, and CaseError. */
export async function writtenBy(asked: CaseEntryRequest, { book, events, now, who }: Writing): Promise<Case> {
  const { id, text } = asked;
  const write = (deed: CaseDeed): Promise<Case> => book.write(id, [deed], who);
  switch (asked.kind) {
    case "note":
      return write({ kind: "case.note", body: { text } });
    case "task":
      return book.addTask(id, { text, owner: asked.owner ?? "" }, who);
    case "task-done":
      return book.finishTask(id, { id: wanted(asked, "task"), text }, who);
    case "role":
      return write({ kind: "case.role", body: { who: wanted(asked, "person"), role: text } });
    case "fact": {
      const happened = asked.happened === undefined ? null : msOf(asked.happened);
      const source = asked.events === undefined ? { person: wanted(asked, "person") } : { events: asked.events };
      return write({ kind: "case.fact", body: { happened, text, source } });
    }
    case "pin": {
      const [uid = ""] = asked.events ?? [];
      const { tenant } = await book.get(id);
      const [event] = await events.byUid(tenant, [uid]);
      if (event === undefined) throw new Refusal("NL-API-MISSING", "The store has no such event (`events`)");
      return write({ kind: "case.pin", body: { uid, happened: event.time, why: text } });
    }
    case "supplier": {
      const direction = asked.answered === true ? "answered" : "told";
      const at = asked.happened === undefined ? now() : msOf(asked.happened);
      return write({ kind: "case.supplier", body: { vendor: wanted(asked, "vendor"), direction, at, text } });
    }
    case "close":
      return book.close(id, { why: text, overOpen: asked.overOpen === true }, who);
    case "reopen":
      return write({ kind: "case.reopened", body: { why: text } });
  }
}

function wanted(asked: CaseEntryRequest, name: "task" | "person" | "vendor"): string {
  const value = asked[name];
  if (value !== undefined) return value;
  throw new Refusal("NL-API-INPUT", `A ${asked.kind} wants \`${name}\``, {
    errors: [{ place: name, reason: "It is missing" }],
  });
}
