import { type CoverageSpan, type Envelope, type Finding, OKTA_SOURCE, stretches } from "@nightlatch/core";
import { seenOf } from "../../cases/index.ts";
import type { EventStore } from "../../store/events/index.ts";
import { coverageOf, type StateStore, writeEntry } from "../../store/state/index.ts";
import { CaseJournal } from "../contain/case-journal.ts";
import { containmentOf, standingOf, type WatchBody } from "../contain/containment.ts";
import { windowsOf } from "../contain/unlock.ts";
import { actedUnasked, usedAgain } from "./alarms.ts";
import { type Use, usesOf } from "./uses.ts";

/** What the vigil over a tenant is made of. */
export interface VigilParts {
  readonly tenant: string;
  readonly events: EventStore;
  readonly state: StateStore;
  /** Id of the client that acts; `""` when its calls cannot be told apart. */
  readonly actClient: string;
  readonly publish: (findings: readonly Finding[]) => Promise<unknown>;
  readonly now: () => number;
}

/** How a watch stands. Times are milliseconds UTC, by the tenant's clock. */
export interface WatchStand {
  readonly action: string;
  readonly names: readonly string[];
  readonly since: number;
  readonly until: number;
  /** Up to then every event is known, and none is a use. Before `since` when nothing is known yet. */
  readonly quietUntil: number;
  readonly uses: readonly string[];
}

const WHO = "nightlatch";
/** The tenant's clock and ours may differ, and the last call's event may be a little later than the call. */
const SLACK = 120_000;
const MINUTE = 60_000;
const DAY = 86_400_000;
/** Calls of our own in two days that are looked at. */
const MOST = 10_000;

/**
 * Watches what was ended: any later use is a critical finding and opens the action again, until the latest moment at
 * which it could have been alive by itself. And watches our own acting credential, whose use outside an unlocked window
 * is somebody else's. `look` is called when events arrived; it looks only at those that are new.
 */
export class Vigil {
  readonly #parts: VigilParts;
  #looked = 0;

  constructor(parts: VigilParts) {
    this.#parts = parts;
  }

  /** Looks at what arrived since the last look. Answers the findings it made. */
  async look(): Promise<readonly Finding[]> {
    const { tenant, events, now, publish } = this.#parts;
    const begun = now();
    const watches = await this.#watches();
    // The clock of arrival is ours; what is being written just now is looked at next time as well.
    const received = this.#looked;
    const watched = watches.flatMap(({ watch }) =>
      watch.artefacts.map((artefact) => ({ artefact, since: watch.since })),
    );
    const uses = await usesOf(events, { tenant, watched, received });
    const findings: Finding[] = [];
    for (const { watch, caseId } of watches) {
      const mine = uses.filter(({ watched: of }) => watch.artefacts.includes(of.artefact) && of.since === watch.since);
      const fresh = mine.filter(({ event }) => !watch.uses.includes(event.uid));
      if (fresh.length === 0) continue;
      await this.#writeDown(caseId, watch, fresh);
      // The finding tells of every use, not only of those since the last look.
      const own = watch.artefacts.map((artefact) => ({ artefact, since: watch.since }));
      const all = await usesOf(events, { tenant, watched: own, received: 0 });
      for (const { artefact } of own) {
        const seen = all.filter(({ watched: of }) => of.artefact === artefact).map(({ event }) => event);
        if (seen.length > 0) findings.push(usedAgain(tenant, { artefact, caseId, since: watch.since, events: seen }));
      }
    }
    findings.push(...(await this.#unasked()));
    if (findings.length > 0) await publish(findings);
    this.#looked = Math.max(0, begun - MINUTE);
    return findings;
  }

  /** How every watch of a case stands. */
  async standing(caseId: string): Promise<readonly WatchStand[]> {
    const { state, tenant, now } = this.#parts;
    const spans = await coverageOf(state.db, { tenant, source: OKTA_SOURCE });
    const { actions } = containmentOf(await new CaseJournal(state, caseId, now).entries());
    return actions.flatMap(({ planned, watch }) =>
      watch === undefined
        ? []
        : [
            {
              action: planned.id,
              names: watch.artefacts.map(({ name }) => name),
              since: watch.since,
              until: watch.until,
              quietUntil: watch.uses.length > 0 ? watch.since : completeUntil(spans, watch.since, now()),
              uses: watch.uses,
            },
          ],
    );
  }

  async #watches(): Promise<readonly { readonly caseId: string; readonly watch: WatchBody }[]> {
    const { state, now, tenant } = this.#parts;
    const rows = await state.db
      .selectFrom("journal")
      .select("subject")
      .distinct()
      .where("kind", "=", "action.watch")
      .execute();
    const all = [];
    for (const { subject: caseId } of rows) {
      const entries = await new CaseJournal(state, caseId, now).entries();
      const opened = entries.find(({ kind }) => kind === "case.opened")?.body as
        | { readonly tenant?: string }
        | undefined;
      if (opened?.tenant !== undefined && opened.tenant !== tenant) continue;
      for (const one of containmentOf(entries).actions) {
        const standing = standingOf(one);
        const { watch } = one;
        // What was taken back may be used again.
        if (watch !== undefined && watch.until > now() && standing !== "undone") all.push({ caseId, watch });
      }
    }
    return all;
  }

  async #writeDown(caseId: string, watch: WatchBody, fresh: readonly Use[]): Promise<void> {
    const { state, now } = this.#parts;
    const uses = [...new Set([...watch.uses, ...fresh.map(({ event }) => event.uid)])];
    await state.db.transaction().execute(async (db) => {
      await writeEntry(db, { at: now(), who: WHO, kind: "action.watch", subject: caseId, body: { ...watch, uses } });
    });
  }

  async #unasked(): Promise<readonly Finding[]> {
    const { state, events, tenant, actClient, now } = this.#parts;
    if (actClient === "") return [];
    const windows = await windowsOf(state, actClient);
    const byDay = new Map<number, Envelope[]>();
    for await (const page of events.read({
      tenant,
      after: { time: (Math.floor(now() / DAY) - 1) * DAY, uid: "" },
      where: "client = {client:String} OR actor_id = {client:String}",
      params: { client: actClient },
      limit: MOST,
    }))
      for (const { envelope: event } of page.flatMap(seenOf)) {
        if (windows.some(({ from, until }) => event.time >= from - SLACK && event.time <= until + SLACK)) continue;
        const day = Math.floor(event.time / DAY);
        byDay.set(day, [...(byDay.get(day) ?? []), event]);
      }
    return [...byDay].map(([day, found]) => actedUnasked(tenant, { client: actClient, day, events: found }));
  }
}

/** The end of what is known without a gap, from a moment on. */
function completeUntil(spans: readonly CoverageSpan[], since: number, until: number): number {
  let known = since;
  for (const stretch of stretches(spans, { since, until })) {
    if (stretch.state !== "complete") break;
    known = stretch.until;
  }
  return known;
}
