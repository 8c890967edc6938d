/** A containment that stops at a moment, to be killed there: `node killed.fixture.ts FOLDER ORIGIN KEY MOMENT`. */
import type { JWK } from "jose";
import { asServiceApp, OktaClient, readOrigin } from "../../connect/okta/index.ts";
import { NOTHING_PROTECTED } from "../../config/protected.ts";
import { credentialOver } from "../../service/index.ts";
import { openStateStore } from "../../store/state/index.ts";
import { ACT_SCOPES } from "../action-book.ts";
import { TenantState } from "../tenant/tenant-state.ts";
import { CLIENT } from "../world.fixture.ts";
import { contain } from "./contain.ts";

const [, , folder = "", at = "", key = "", moment = ""] = process.argv;
const origin = readOrigin(at);

/** Says that the moment has come, and waits to be killed. */
function stand(): Promise<never> {
  process.stdout.write("now\n");
  setInterval(() => undefined, 1000);
  return Promise.race<never>([]);
}

const holding: typeof fetch = async (input, init) => {
  const isDeed =
    init?.method === "POST" && String(input instanceof Request ? input.url : input).includes("/lifecycle/");
  if (isDeed && moment === "before-call") return stand();
  const answer = await fetch(input, init);
  return isDeed ? stand() : answer;
};
const client = (scopes: readonly string[]): OktaClient =>
  new OktaClient({
    origin,
    signIn: asServiceApp({ origin, clientId: CLIENT, key: JSON.parse(key) as JWK, scopes, fetch, now: Date.now }),
    share: 1,
    fetch: holding,
  });
const state = await openStateStore({ folder });
await contain({
  state,
  caseId: "C-1",
  around: {
    // Reading with the acting key is for this process only, which nobody trusts.
    state: new TenantState(client(ACT_SCOPES)),
    seenFrom: () => Promise.resolve([]),
    isOwn: () => false,
    now: Date.now,
  },
  guard: { protect: NOTHING_PROTECTED, own: [] },
  credential: credentialOver(client, CLIENT),
  who: "kim@example.com",
});
