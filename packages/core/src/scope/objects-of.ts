import { member, textOf } from "../normalise/okta/embedded.ts";
import type { SeenEvent } from "./event-port.ts";
import { kindOfTarget, type ObjectKind } from "./object-kind.ts";
import type { Touch } from "./scope.ts";
import { touchOf, worked } from "./touch.ts";

/** One thing that an event touched. */
export interface Touched {
  readonly kind: ObjectKind;
  readonly id: string;
  readonly name: string;
  readonly type: string;
  readonly touch: Touch;
  /** What the deed was done as and with, beside what it was done to. */
  readonly means: boolean;
}

/** Ids of clients that are Okta's own pages, such as the Admin Console: no client that somebody registered. */
const OWN_CLIENT = /^okta\./;
/** Being judged by a policy is not touching it. */
const JUDGED = "policy.evaluate_sign_on";

/**
 * Everything that an event of the intruder touched: the identity acted as, the session, token or client acted through,
 * what it was done to, and what the log names beside its targets: reports without one, roles, factors.
 */
export function objectsOf({ envelope: event, raw }: SeenEvent): readonly Touched[] {
  const touch = touchOf(event);
  const found: Touched[] = [];
  const add = (kind: ObjectKind, id: string, rest: Partial<Omit<Touched, "kind" | "id">> = {}): void => {
    if (id !== "") found.push({ kind, id, name: "", type: "", touch, means: false, ...rest });
  };
  if (event.actorType === "User" || event.actorType === "")
    add("user", event.actorId, {
      name: event.actorName,
      type: "User",
      touch: worked(event) ? "acted-as" : "tried",
      means: true,
    });
  add("session", event.session === "" ? event.root : event.session, { touch: "used", type: "Session", means: true });
  add("token", event.token, { touch: "used", type: "Token", means: true });
  if (!OWN_CLIENT.test(event.client)) add("client", event.client, { touch: "used", type: "Client", means: true });
  for (const target of event.targets) {
    const kind = kindOfTarget(target, event.type);
    if (event.type === JUDGED && kind === "policy") continue;
    // Policy may allow what is never opened: the opening is an event of its own.
    const how =
      event.type === JUDGED
        ? "tried"
        : kind === "user" && target.id === event.actorId
          ? selfTouch(event.type, touch)
          : touch;
    if (how === undefined) continue;
    const { id, type } = target;
    const name = kind === "user" ? target.name || target.display : target.display || target.name;
    add(kind, id || name, { name, type, touch: how });
  }
  if (event.type.startsWith("analytics.reports.") && !found.some(({ kind }) => kind === "report" || kind === "file")) {
    const job = textOf(member(member(member(raw, "debugContext"), "debugData"), "jobId"));
    add("report", job || event.uri || event.uid, { name: event.uri, type: "Report" });
  }
  if (event.privilege !== "") add("role", event.privilege, { name: event.privilege, type: "Role" });
  if (event.type.startsWith("user.mfa.factor.")) {
    const whose = event.targets.find(({ type }) => type === "User");
    const id = whose?.id ?? event.actorId;
    const named = [whose?.name ?? "", whose?.display ?? "", event.actorName].find((one) => one !== "") ?? id;
    const name = `${event.factor || "factors"} of ${named}`;
    if (!found.some(({ kind }) => kind === "factor"))
      add("factor", `${id}:${event.factor || "any"}`, { name, type: "Factor" });
  }
  return found;
}

/** Somebody who acts on their own account changes it or only signs in with it. */
function selfTouch(type: string, touch: Touch): Touch | undefined {
  return /^user\.(?:session|authentication)|^app\.oauth2/.test(type) ? undefined : touch;
}
