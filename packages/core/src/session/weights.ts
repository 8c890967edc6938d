import type { Severity } from "../finding/finding.ts";

/**
 * Every weight in one place. Positive speaks for a theft, negative against; they add up (naive log-odds), and no one
 * of them reaches `high` alone. Where they come from: `docs/evidence.md` says for each what it was weighed against.
 */
export const WEIGHT = {
  "network.same-address": -3,
  "network.same-server": -0.3,
  "network.same-provider": 0.3,
  "network.new": 0.8,
  "network.hosting": 1,
  "network.anonymiser": 1,
  "network.tor": 1.5,
  "network.vpn-same-device": -1,
  "network.hosted-same-device": -0.5,
  "network.ours": -2.5,
  "network.egress": -2,
  "network.shared-exit": -1.2,
  "network.gateway": -0.8,
  "network.relay": -1.2,
  "network.mobile": -0.8,
  "network.satellite": -0.5,
  "network.familiar": -1.5,
  "network.precedent": -1,
  "network.never-seen": 0.4,
  "place.other-country": 0.8,
  "place.familiar-country": -0.4,
  "place.impossible-travel": 1.5,
  "device.same-token": -0.6,
  "device.other-token": 1.5,
  "device.token-in-another-browser": 1.5,
  "device.jar-moved": 2.5,
  "device.same-fingerprint": -2.5,
  "device.other-fingerprint": 1.5,
  "device.same-device": -2,
  "device.managed": -3,
  "device.other-device": 1.5,
  "device.familiar": -1.2,
  "agent.same": -0.5,
  "agent.upgrade": -0.3,
  "agent.downgrade": 1,
  "agent.other-browser": 1.6,
  "agent.other-os": 2,
  "agent.script": 2.5,
  "agent.other-program": 1.2,
  "agent.missing": 0.5,
  "agent.impossible": 1.5,
  "agent.stale": 0.8,
  "agent.familiar": -0.4,
  "time.interleaved": 1.2,
  "time.interleaved-again": 0.6,
  "time.interleaved-same-device": 0.2,
  "time.long-after": 0.3,
  "time.dormant": 1,
  "time.after-end": 1.2,
  "proof.none": 0.4,
  "proof.repeated": -1.5,
  "proof.resistant": -3,
  "console.denied": 0.8,
  "console.denied-then-api": 1.2,
  "console.never-opened": 0.6,
  "deed.through-anonymiser": 0.8,
  "deed.service-user": 0.8,
  "challenge.unmet": 0.6,
  "okta.roaming": 1.5,
  "okta.context-change": 0.8,
  "okta.reevaluation-failed": 1.2,
  "okta.token-reused": 1.5,
  "okta.token-out-of-range": 1.5,
  "owner.reported": 2,
  "okta.risk-high": 0.5,
  "okta.risk-detected": 1.5,
  "okta.behaviour": 0.4,
  "okta.threat": 0.6,
  "apps.burst": 1,
  "token.used": 1,
  "campaign.shared-address": 1,
  "session.orphan": 1,
  "context.like-foreign": 1,
  "change.first": 0.8,
  "change.several": 0.6,
  "change.support": 1.5,
  "new-admin.service-name": 2,
  "new-admin.soon": 1.5,
  "new-admin.high-role": 0.8,
  "new-admin.routine": -1,
  "new-admin.first-grant": 0.5,
  "new-admin.doubtful-session": 2,
  "sign-in.new-network": 0.7,
  "sign-in.known-network": -1.5,
  "sign-in.precedent": -1.5,
  "sign-in.hosting": 0.9,
  "sign-in.anonymiser": 0.7,
  "sign-in.ours": -2,
  "sign-in.mobile": -0.5,
  "sign-in.relay": -0.5,
  "sign-in.new-country": 0.8,
  "sign-in.impossible-travel": 1.5,
  "sign-in.new-device": 0.5,
  "sign-in.known-device": -2,
  "sign-in.new-browser": 0.8,
  "sign-in.script": 1.5,
  "sign-in.impossible-browser": 1.2,
  "sign-in.okta-behaviour": 0.3,
  "sign-in.okta-risk": 0.6,
  "sign-in.threat": 0.6,
  "sign-in.resistant-factor": -3,
  "sign-in.password-only": 0.7,
  "sign-in.push-fatigue": 2,
  "sign-in.push-denied": 0.8,
  "sign-in.phishing-declined": 3,
  "sign-in.after-reset": 1.2,
  "sign-in.new-factor-after-reset": 1,
  "sign-in.spray": 2.8,
  "sign-in.moved-on": 1,
  "sign-in.seen-at-home": -2,
} as const;

export type Kind = keyof typeof WEIGHT;

/** Scores from which a claim is worth a low, medium, high or critical finding. */
export const LEVEL = { low: 2.2, medium: 3, high: 4, critical: 6.5 } as const;

/** The level that a score reaches; `critical` needs damage as well. */
export function severityOf(score: number, damage = false): Severity | undefined {
  if (score >= LEVEL.critical && damage) return "critical";
  if (score >= LEVEL.high) return "high";
  if (score >= LEVEL.medium) return "medium";
  return score >= LEVEL.low ? "low" : undefined;
}

/** Below this a change of context has an ordinary explanation. */
export const FOREIGN = 1;

/** From this a sign-in is unusual enough to be remembered, until a grave deed makes it doubtful. */
export const UNUSUAL = 1.6;

/** The same for a session whose sign-in is not in the log: what it came from can not be asked. */
export const UNUSUAL_UNOPENED = 0.7;

/** Below this the explanation is final; between the two, a grave deed can still take it back. */
export const CLEAR = -0.8;

/**
 * How sure a score makes the claim, 0 to 1: the logistic of the score around the middle of `low` and `medium`.
 * Ordered and bounded; not a frequency until it has been calibrated on a tenant's own findings.
 */
export function confidenceOf(score: number): number {
  return Math.round(1000 / (1 + Math.exp(-0.9 * (score - 2.5)))) / 1000;
}
