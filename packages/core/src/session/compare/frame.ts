import { compareAgents } from "../../agent/index.ts";
import type { UserHistory } from "../../baseline/index.ts";
import type { Envelope } from "../../event/envelope.ts";
import type { Network } from "../../network/network.ts";
import type { Context } from "../context.ts";
import type { Observed } from "../observed.ts";
import { WEIGHT, type Kind } from "../weights.ts";

/** What one comparison looks at: a context that is trusted, one that has just appeared, and what is known beside. */
export interface Frame {
  readonly before: Context;
  readonly now: Context;
  readonly event: Envelope;
  readonly history: UserHistory;
  /** The address is shared by several people of the tenant on several days. */
  readonly egress: boolean;
  /** The device token is shared by several people: a kiosk. */
  readonly sharedToken: boolean;
  /** Newest major version of the browser family that the tenant has been seen with; 0 when unknown. */
  readonly newestMajor: number;
}

/** Makes one observation on the event that brought the new context. */
export function observed(frame: Frame, kind: Kind, why: string, weight: number = WEIGHT[kind]): Observed {
  return { kind, weight, why, uid: frame.event.uid, time: frame.event.time, also: [frame.before.firstUid] };
}

/** Whether everything that is known of the device stayed the same, so that only the network changed. */
export function looksLikeSameDevice(frame: Frame): boolean {
  const { before, now } = frame;
  if (before.fp !== "" && now.fp !== "") return before.fp === now.fp;
  if (before.deviceId !== "" && now.deviceId !== "") return before.deviceId === now.deviceId;
  if (before.dt !== "" && before.dt === now.dt)
    return /^(?:same|upgrade)$/.test(compareAgents(before.agent, now.agent));
  // An application on the phone that the browser runs on keeps no cookies of the browser.
  const app = now.agent.kind === "app" || before.agent.kind === "app";
  if (app && compareAgents(before.agent, now.agent) === "incomparable") return true;
  return before.agent.raw === now.agent.raw && (before.dt === "" || now.dt === "");
}

/** Networks where one address is no sign of one person: rented servers, VPN exits. */
export function isRented(network: Network): boolean {
  return network.class === "hosting" || network.class === "anonymiser";
}
