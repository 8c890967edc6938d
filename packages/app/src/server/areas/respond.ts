import { approveActions, containCase, planCase, undoAction } from "@nightlatch/client";
import { CaseBook } from "../../cases/index.ts";
import { approve, CaseJournal, containmentDocument, planDocument, type Responder } from "../../respond/index.ts";
import { Refusal } from "../http/refusal.ts";
import type { Routes } from "../http/routes.ts";
import type { ServerParts } from "../parts.ts";

/**
 * Responding over HTTP: a plan with its previews, agreement, containment, taking back. What acts wants a token of the
 * scope `act`, and is written down under the token's name; guards, approvals and proofs are those of the command line.
 */
export function addRespond(routes: Routes, parts: ServerParts): void {
  const { state, events, now } = parts;
  const book = new CaseBook({ state, events, now });
  const responderOf = async (id: string): Promise<Responder> => {
    if (parts.responder === undefined) throw new Refusal("NL-API-MISSING", "This service does not respond");
    return parts.responder((await book.get(id)).tenant);
  };

  routes.json(planCase, async ({ id, playbooks = [] }, caller) => {
    const responder = await responderOf(id);
    await responder.plan(id, caller.name, playbooks);
    return { ...planDocument(id, await responder.preview(id), await responder.containment(id)) };
  });
  routes.json(approveActions, async ({ id, actions, text }, caller) => {
    const responder = await responderOf(id);
    const journal = new CaseJournal(state, id, now);
    await approve(journal, { who: caller.name, text, ...(actions === undefined ? {} : { actions }) });
    return { ...containmentDocument(id, await responder.containment(id)) };
  });
  routes.json(containCase, async ({ id }, caller) => {
    const responder = await responderOf(id);
    await responder.plan(id, caller.name);
    return { ...containmentDocument(id, await responder.contain(id, caller.name)) };
  });
  routes.json(undoAction, async ({ id, action }, caller) => {
    const responder = await responderOf(id);
    return { schema: "nightlatch.undo/1", case: id, action, proof: await responder.undo(id, action, caller.name) };
  });
}
