import { z } from "zod";
import { type Severity, SeverityName, utc } from "../contract/values.ts";

/** A claim worth a person's time (docs/contracts.md, "Finding"). */
export interface Finding {
  /** The same for the same claim over the same events. */
  readonly id: string;
  readonly tenant: string;
  readonly rule: {
    readonly id: string;
    readonly title: string;
    readonly kind: "session" | "sigma" | "correlation" | "baseline" | "intel";
    /** ATT&CK technique ids. */
    readonly attack: readonly string[];
  };
  readonly severity: Severity;
  /** 0 to 1: how sure the claim is. */
  readonly confidence: number;
  readonly first: string;
  readonly last: string;
  readonly entities: {
    readonly user: readonly { readonly id: string; readonly name: string }[];
    readonly session: readonly string[];
    readonly ip: readonly string[];
    readonly app: readonly string[];
    readonly token: readonly string[];
  };
  /** For (weight above 0) and against (below 0). */
  readonly evidence: readonly {
    readonly uid: string;
    readonly source: string;
    readonly time: string;
    readonly why: string;
    readonly weight: number;
    readonly kind: string;
    readonly also?: readonly string[] | undefined;
  }[];
  /** One sentence a person can act on. */
  readonly summary: string;
  /** What to do now, in order. */
  readonly next: readonly string[];
  /** What the claim could not see. */
  readonly unknown: readonly string[];
  /** Who did what from where; absent where a claim is about one event. */
  readonly story?: FindingStory | undefined;
}

/** A session's contexts, and what was done from each. */
export interface FindingStory {
  readonly contexts: readonly {
    readonly name: string;
    readonly role: "victim" | "intruder" | "unclear";
    readonly ip: string;
    readonly network: string;
    readonly place: string;
    readonly browser: string;
    readonly device: string;
    readonly first: string;
    readonly last: string;
    readonly events: number;
  }[];
  readonly steps: readonly {
    readonly time: string;
    readonly uid: string;
    readonly context: string;
    readonly type: string;
    readonly outcome: string;
    readonly what: string;
    readonly impact: string;
  }[];
  readonly omitted: number;
  readonly takeover: string;
}

const texts = z.array(z.string());

const StoryBody: z.ZodType<FindingStory> = z
  .object({
    contexts: z.array(
      z.object({
        name: z.string(),
        role: z.enum(["victim", "intruder", "unclear"]),
        ip: z.string(),
        network: z.string(),
        place: z.string(),
        browser: z.string(),
        device: z.string(),
        first: z.string(),
        last: z.string(),
        events: z.int(),
      }),
    ),
    steps: z.array(
      z.object({
        time: z.string(),
        uid: z.string(),
        context: z.string(),
        type: z.string(),
        outcome: z.string(),
        what: z.string(),
        impact: z.string(),
      }),
    ),
    omitted: z.int(),
    takeover: z.string(),
  })
  .meta({ id: "Story", description: "A session's contexts, and what was done from each" });

/** The form of a finding. */
export const FindingBody: z.ZodType<Finding> = z
  .object({
    id: z.string().meta({ description: "The same for the same claim over the same events" }),
    tenant: z.string(),
    rule: z.object({
      id: z.string(),
      title: z.string(),
      kind: z.enum(["session", "sigma", "correlation", "baseline", "intel"]),
      attack: texts.meta({ description: "ATT&CK technique ids" }),
    }),
    severity: SeverityName,
    confidence: z.number().min(0).max(1),
    first: utc("First event of the claim"),
    last: utc("Last event of the claim"),
    entities: z.object({
      user: z.array(z.object({ id: z.string(), name: z.string() })),
      session: texts,
      ip: texts,
      app: texts,
      token: texts,
    }),
    evidence: z
      .array(
        z.object({
          uid: z.string(),
          source: z.string(),
          time: z.string(),
          why: z.string(),
          weight: z.number(),
          kind: z.string(),
          also: texts.optional(),
        }),
      )
      .meta({ description: "For (weight above 0) and against (below 0)" }),
    summary: z.string().meta({ description: "One sentence a person can act on" }),
    next: texts.meta({ description: "What to do now, in order" }),
    unknown: texts.meta({ description: "What the claim could not see" }),
    story: StoryBody.optional(),
  })
  .meta({ id: "Finding", description: "A claim worth a person's time" });

/** For the document and its tests. */
export const EXAMPLE_FINDING: Finding = {
  id: "nl-0123456789abcdef",
  tenant: "acme",
  rule: { id: "session.replay", title: "Stolen session", kind: "session", attack: ["T1539"] },
  severity: "high",
  confidence: 0.97,
  first: "2026-01-05T09:00:00.000Z",
  last: "2026-01-05T09:10:00.000Z",
  entities: {
    user: [{ id: "00u1", name: "jo@example.com" }],
    session: ["idx1"],
    ip: ["192.0.2.1", "198.51.100.7"],
    app: [],
    token: [],
  },
  evidence: [
    {
      uid: "11111111-1111-4111-8111-111111111111",
      source: "okta.system_log",
      time: "2026-01-05T09:05:00.000Z",
      why: "The session continued from 198.51.100.7, a network that jo@example.com never used",
      weight: 2.1,
      kind: "network.new-asn",
    },
  ],
  summary: "The session of jo@example.com is used by somebody else since 09:05",
  next: ["End all sessions of jo@example.com"],
  unknown: [],
};
