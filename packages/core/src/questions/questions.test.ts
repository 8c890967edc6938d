import { describe, expect, it } from "vitest";
import type { CoverageSpan } from "../coverage/index.ts";
import { findingsIn, portOver, scenario } from "../scope/corpus.fixture.ts";
import { scopeOf } from "../scope/index.ts";
import { deed, type Deed, ELSEWHERE, EVER, MINUTE, NOON, SAM, STOLEN, stolen } from "../scope/world.fixture.ts";
import type { Answer } from "./answer.ts";
import { type Inquiry, QUESTIONS } from "./index.ts";

const NOW = NOON + 6 * 60 * MINUTE;
const span = (from: number, until: number): CoverageSpan => ({
  from,
  until,
  state: "complete",
  reason: "read to the end",
  knownAt: NOW,
});
const ALL = [span(0, NOW + 1)];

const theirs = (over: Partial<Deed> & Pick<Deed, "type">): ReturnType<typeof deed> =>
  deed({ at: NOON, session: STOLEN, from: ELSEWHERE, ...over });
const first = theirs({ type: "user.session.access_admin_app", uid: "first" });

async function ask(
  records: readonly unknown[],
  {
    coverage = ALL,
    state,
    cited = ["first"],
  }: { coverage?: readonly CoverageSpan[]; state?: Inquiry["state"]; cited?: readonly string[] } = {},
): Promise<(question: string) => Answer> {
  const events = portOver(records);
  const findings = [stolen(cited)];
  const query = { tenant: "acme", seeds: [{ kind: "finding" as const, value: findings[0]?.id ?? "" }], ...EVER };
  const scope = await scopeOf(query, { events, findings });
  const inquiry: Inquiry = { scope, events, coverage, now: NOW, ...(state === undefined ? {} : { state }) };
  const answers = await Promise.all(QUESTIONS.map((question) => question.ask(inquiry)));
  return (question) => {
    const found = answers.find((answer) => answer.question === question);
    if (found === undefined) throw new Error(question);
    return found;
  };
}

describe("the questions", () => {
  it("SC-30 each has a name of its own, and answers under it", async () => {
    expect(new Set(QUESTIONS.map(({ id }) => id)).size).toBe(QUESTIONS.length);
    const answer = await ask([first]);
    for (const { id } of QUESTIONS) expect(answer(id).question).toBe(id);
  });

  it("SC-31 a no is said only where every moment is complete, and says until when", async () => {
    const answer = (await ask([first]))("tokens-changed");
    expect(answer).toMatchObject({ answer: "no", coverage: { complete: true, gaps: [] } });
    expect(answer.text).toContain("as a complete log from 2026-01-05T12:00:00.000Z");
  });

  it("SC-32 with a gap in its time a question is unknown, and the gap is named", async () => {
    const coverage = [span(0, NOON + MINUTE), span(NOON + 10 * MINUTE, NOW + 1)];
    const answer = (await ask([first], { coverage }))("tokens-changed");
    expect(answer).toMatchObject({
      answer: "unknown",
      coverage: { gaps: [{ from: NOON + MINUTE, until: NOON + 10 * MINUTE }] },
    });
    expect(answer.text).toContain("from 2026-01-05T12:01:00.000Z to 2026-01-05T12:10:00.000Z");
    expect((await ask([first], { coverage: [] }))("deeds").why).toContain("There may be more");
  });

  it("SC-33 the last minutes are still arriving: a no ends before them and is none the less a no", async () => {
    const coverage = [span(0, NOW - 5 * MINUTE)];
    expect((await ask([first], { coverage }))("zones-changed")).toMatchObject({
      answer: "no",
      coverage: { until: NOW - 5 * MINUTE },
    });
    const early = [span(0, NOW - 60 * MINUTE)];
    expect((await ask([first], { coverage: early }))("zones-changed").answer).toBe("unknown");
  });

  it("SC-34 a change is yes with its events; undone by somebody later it no longer stands", async () => {
    const made = theirs({
      type: "system.api_token.create",
      uid: "made",
      to: [{ id: "00Tx", type: "Token", name: "backup" }],
    });
    const open = (await ask([first, made]))("tokens-changed");
    expect(open).toMatchObject({
      answer: "yes",
      events: ["made"],
      items: [{ name: "backup", still: { verdict: "unknown" } }],
    });
    const revoked = deed({
      at: NOON + MINUTE,
      type: "system.api_token.revoke",
      by: SAM,
      uid: "undo",
      to: [{ id: "00Tx", type: "Token" }],
    });
    const undone = (await ask([first, made, revoked]))("tokens-changed");
    expect(undone.items[0]?.still).toMatchObject({ verdict: "no", uids: ["undo"] });
  });

  it("SC-35 what the tenant says now decides what no event does", async () => {
    const made = theirs({
      type: "system.api_token.create",
      uid: "made",
      to: [{ id: "00Tx", type: "Token", name: "backup" }],
    });
    const state = () => Promise.resolve({ verdict: "yes" as const, how: "It is in the tenant" });
    expect((await ask([first, made], { state }))("way-back-in")).toMatchObject({ answer: "yes" });
  });

  it("SC-36 there is no way back in only when every check is clean; undecided is unknown", async () => {
    const clean = (await ask([first]))("way-back-in");
    expect(clean.answer).toBe("no");
    expect(clean.checklist?.length).toBeGreaterThanOrEqual(12);
    const made = theirs({
      type: "user.lifecycle.create",
      uid: "made",
      to: [{ id: "00usvc", type: "User", name: "svc" }],
    });
    expect((await ask([first, made]))("way-back-in")).toMatchObject({ answer: "unknown" });
    const gone = deed({
      at: NOON + MINUTE,
      type: "user.lifecycle.deactivate",
      by: SAM,
      to: [{ id: "00usvc", type: "User" }],
    });
    expect((await ask([first, made, gone]))("way-back-in")).toMatchObject({ answer: "no" });
    expect((await ask([first, made, gone], { coverage: [] }))("way-back-in").answer).toBe("unknown");
  });

  it("SC-37 the provider's support is looked for from a month before, whoever let it in", async () => {
    const granted = deed({
      at: NOON - 9 * 24 * 60 * MINUTE,
      type: "user.session.impersonation.grant",
      by: SAM,
      uid: "let-in",
    });
    expect((await ask([first, granted]))("support-access")).toMatchObject({ answer: "yes", events: ["let-in"] });
    expect((await ask([first]))("support-access").answer).toBe("no");
  });

  it("SC-38 a report is told with its size where the log has one, and with what to do where it has none", async () => {
    const asked = (debug: Readonly<Record<string, unknown>>) =>
      theirs({
        type: "analytics.reports.export.download",
        uid: "report",
        to: [{ id: "rpt1", type: "Report", name: "Users" }],
        debug,
      });
    expect((await ask([first, asked({ fileSize: 48_213 })]))("reports-run").items[0]?.what).toContain("fileSize 48213");
    expect((await ask([first, asked({})]))("reports-run").items[0]?.what).toContain("run it again in every variant");
  });

  it("SC-39 others seen from the intruder's places are named, and so are earlier sessions", async () => {
    const earlier = deed({
      at: NOON - 99 * MINUTE,
      type: "user.authentication.sso",
      by: SAM,
      session: "idxOLD",
      from: { ...ELSEWHERE, ua: "other", dt: "other" },
      uid: "old",
    });
    const answer = await ask([first, earlier]);
    expect(answer("seen-elsewhere")).toMatchObject({ answer: "yes", items: [{ name: SAM.name, certainty: "likely" }] });
    expect(answer("earlier-sessions")).toMatchObject({ answer: "yes", events: ["old"] });
    const browser = deed({
      at: NOON - 99 * MINUTE,
      type: "user.authentication.sso",
      by: SAM,
      session: "idxOLD",
      from: { ...ELSEWHERE, ip: "192.0.2.77" },
    });
    expect((await ask([first, browser]))("earlier-sessions").answer).toBe("unknown");
  });

  it("SC-40 without an event of an intruder nothing is answered", async () => {
    const answer = await ask([deed({ at: NOON - MINUTE, type: "user.session.start" })], { cited: ["gone"] });
    for (const { id } of QUESTIONS) expect(answer(id).answer).toBe("unknown");
  });

  it("SC-41 the theft that was published last answers as it was told: an identity provider, reports, no support", async () => {
    const { records } = scenario("r3-1password");
    const events = portOver(records);
    const findings = findingsIn(events.all);
    const seeds = findings
      .filter(({ severity }) => severity === "critical")
      .map(({ id }) => ({ kind: "finding" as const, value: id }));
    const scope = await scopeOf({ tenant: "acme", seeds, ...EVER }, { events, findings });
    const last = events.all.at(-1)?.envelope.time ?? 0;
    const inquiry = { scope, events, coverage: [span(0, last + 1)], now: last };
    const verdicts = new Map(
      await Promise.all(
        QUESTIONS.map(async (question) => [question.id, (await question.ask(inquiry)).answer] as const),
      ),
    );
    expect(verdicts.get("providers-changed")).toBe("yes");
    expect(verdicts.get("reports-run")).toBe("yes");
    expect(verdicts.get("tokens-changed")).toBe("no");
    expect(verdicts.get("support-access")).toBe("no");
  });
});
