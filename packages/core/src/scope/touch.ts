import type { Envelope } from "../event/envelope.ts";
import { verbOf } from "../session/index.ts";
import type { Touch } from "./scope.ts";

const WORKED = /^(?:SUCCESS|ALLOW|)$/;
const CREATED = /(?:\.create[d]?|\.generate|\.initiated|\.register)$/;
const ENDED = /(?:\.delete[d]?|\.deactivate[d]?|\.revoke|\.remove|\.clear|\.end|\.suspend|\.disabled|reset_all)$/;
const READ = /^(?:analytics\.reports\.|support\.org\.view)|show_password$|read_client_secret$/;

/** Whether what an event tells of worked. */
export function worked({ outcome }: Pick<Envelope, "outcome">): boolean {
  return WORKED.test(outcome);
}

/** How an event touches what it was done to. */
export function touchOf(event: Pick<Envelope, "type" | "outcome">): Touch {
  if (!worked(event)) return "tried";
  const { type } = event;
  if (READ.test(type)) return "read";
  // Tokens of a sign-in are made for the client; they are no object that an administrator creates.
  if (/^(?:app\.oauth2\.(?:as\.)?(?:token|authorize)|user\.(?:session|authentication)|policy\.evaluate)/.test(type))
    return /^user\.session\.(?:clear|end)$/.test(type) ? "ended" : "used";
  if (CREATED.test(type)) return "created";
  if (ENDED.test(type)) return "ended";
  return verbOf(type) === undefined && !/\.(?:add|update|change|activate|reactivate)/.test(type) ? "used" : "changed";
}

const ORDER: readonly Touch[] = ["tried", "used", "read", "ended", "changed", "created", "acted-as"];

/** The stronger of two touches. */
export function stronger(a: Touch, b: Touch): Touch {
  return ORDER.indexOf(a) >= ORDER.indexOf(b) ? a : b;
}
