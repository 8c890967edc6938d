import { randomUUID } from "node:crypto";
import { skeletonEvent } from "./event.ts";

/** What a new rule begins with. */
export interface Skeleton {
  /** Kebab-case. */
  readonly name: string;
  /** An event type of Okta's System Log. */
  readonly type: string;
  /** Milliseconds. */
  readonly now: number;
}

const HOUR = 3_600_000;

/** A rule that loads and whose tests pass, with the places to be filled in said in words. */
export function skeletonText({ name, type, now }: Skeleton): string {
  const title = name.charAt(0).toUpperCase() + name.slice(1).replaceAll("-", " ");
  const elsewhere = type === "user.session.start" ? "user.session.end" : "user.session.start";
  const event = (hours: number, given: Parameters<typeof skeletonEvent>[0]): string =>
    `event: ${JSON.stringify(skeletonEvent(given, now - hours * HOUR))}`;
  return `title: ${title}
id: ${randomUUID()}
name: ${name}
status: experimental
description: >-
  Say what happens, what it means and why it matters, so that a responder understands it at night.
references:
  - https://developer.okta.com/docs/reference/api/event-types/
author: You
date: ${new Date(now).toISOString().slice(0, 10)}
tags:
  - attack.persistence
logsource:
  product: okta
  service: okta
detection:
  selection:
    eventType: ${type}
    outcome.result: SUCCESS
  condition: selection
fields:
  - actor.alternateId
  - client.ipAddress
falsepositives:
  - Say who does the same for a good reason
# informational or low for routine administration; high and critical wake somebody
level: low
blindspot: Say what it cannot see.
next:
  - Say what to do first when it fires
# Complete events: at least two that match and two that do not, one of them nearly a hit.
tests:
  positive:
    - why: Say what is typical about this one
      ${event(4, { type, outcome: "SUCCESS" })}
    - why: Another person, elsewhere, in another browser
      ${event(3, { type, outcome: "SUCCESS", other: true })}
  negative:
    - why: 'Nearly a hit: the same was tried and did not succeed'
      ${event(2, { type, outcome: "FAILURE" })}
    - why: Something else succeeds
      ${event(1, { type: elsewhere, outcome: "SUCCESS" })}
`;
}
