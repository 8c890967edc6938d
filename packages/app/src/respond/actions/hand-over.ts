import type { Action } from "../action.ts";
import { unread } from "../tenant/proof.ts";
import { defineAction, NOTHING } from "./define-action.ts";

/**
 * A task for a person, where Okta has no call or where a machine must not decide: binding sessions to their network,
 * Protected Actions, applications that keep sessions of their own. It is written into the case and stays open there
 * until somebody says that it is done; nothing in the tenant is touched.
 */
export const handOver: Action = defineAction({
  id: "hand-over",
  title: "Hand over to a person",
  takes: "task",
  call: "",
  scopes: [],
  preview: ({ name }) => Promise.resolve({ ...NOTHING, ends: [name] }),
  run: () => Promise.resolve(),
  readBack: ({ name }) => Promise.resolve(unread(`Only a person can say whether it is done: ${name}`)),
});
