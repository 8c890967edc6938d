import { type Case, measuresOf } from "../case/index.ts";
import type { ObjectKind, ScopeObject } from "../scope/index.ts";
import { caseReportOf } from "../case-report/index.ts";

interface Span {
  readonly unit: "Seconds" | "Minutes" | "Hours" | "Days" | "Unknown";
  readonly value?: number;
}

/**
 * A record of VERIS 1.4 (vz-risk/veris, verisc.json). What the events do not show is "Unknown": who the intruder was and
 * why, and whose data it was.
 */
export interface VerisRecord {
  readonly schema_version: "1.4.0";
  readonly source_id: string;
  readonly incident_id: string;
  readonly security_incident: "Confirmed" | "Suspected";
  readonly confidence: "High" | "Medium" | "Low";
  readonly summary: string;
  readonly timeline: {
    readonly incident: {
      readonly year: number;
      readonly month?: number;
      readonly day?: number;
      readonly time?: string;
    };
    readonly discovery: Span;
    readonly containment: Span;
  };
  readonly discovery_method: Readonly<Record<string, { readonly variety: readonly string[] }>>;
  readonly victim: {
    readonly victim_id: string;
    readonly country: readonly string[];
    readonly industry: string;
    readonly employee_count: string;
  };
  readonly actor: {
    readonly external: {
      readonly variety: readonly string[];
      readonly motive: readonly string[];
      readonly country: readonly string[];
    };
  };
  readonly action: { readonly hacking: { readonly variety: readonly string[]; readonly vector: readonly string[] } };
  readonly asset: { readonly assets: readonly { readonly variety: string; readonly amount?: number }[] };
  readonly attribute: {
    readonly confidentiality: {
      readonly data_disclosure: "Yes" | "Potentially" | "Unknown";
      readonly data: readonly { readonly variety: string; readonly amount?: number }[];
    };
    readonly integrity?: { readonly variety: readonly string[] };
  };
  readonly plus: {
    readonly created: string;
    readonly modified: string;
    readonly analyst_status: "In-progress" | "Finalized";
  };
}

const ACCESS: ReadonlySet<ObjectKind> = new Set<ObjectKind>(["role", "group", "policy", "provider", "zone"]);

/** The record of a case as it stands. */
export function verisOf(one: Case): VerisRecord {
  const measures = measuresOf(one);
  const objects = (one.scope?.scope.objects ?? []).filter(({ touch }) => touch !== "tried");
  const certain = one.scope?.scope.holds.some(({ certainty }) => certainty === "certain") ?? false;
  const start = measures.firstAct ?? one.opened.at;
  const when = new Date(start).toISOString();
  const noticedFirst = measures.lead !== undefined && measures.lead < 0;
  const integrity = integrityOf(objects);
  const sessions = one.scope?.scope.holds.some(({ kind }) => kind === "session") ?? false;
  const hacking = sessions ? ["Use of stolen creds", "Session replay"] : ["Use of stolen creds"];
  const users = new Set(one.scope?.scope.holds.flatMap(({ owner }) => (owner === undefined ? [] : [owner.id])));
  return {
    schema_version: "1.4.0",
    source_id: one.tenant,
    incident_id: `${one.tenant}/${one.id}`,
    security_incident: certain ? "Confirmed" : "Suspected",
    confidence: certain ? "High" : "Medium",
    summary: [`${one.title}.`, ...caseReportOf(one).summary.map(({ text }) => `${text}.`)].join(" "),
    timeline: {
      incident: {
        year: Number(when.slice(0, 4)),
        month: Number(when.slice(5, 7)),
        day: Number(when.slice(8, 10)),
        time: when.slice(11, 16),
      },
      discovery: spanOf(start, measures.firstFinding),
      containment: spanOf(measures.firstFinding ?? one.opened.at, measures.contained),
    },
    discovery_method: noticedFirst ? { partner: { variety: ["Unknown"] } } : { internal: { variety: ["Log review"] } },
    victim: { victim_id: one.tenant, country: ["Unknown"], industry: "000", employee_count: "Unknown" },
    actor: { external: { variety: ["Unknown"], motive: ["Unknown"], country: ["Unknown"] } },
    action: { hacking: { variety: hacking, vector: ["Web application"] } },
    asset: {
      assets: [
        { variety: "S - Authentication" },
        ...(users.size === 0 ? [] : [{ variety: "P - Unknown", amount: users.size }]),
      ],
    },
    attribute: {
      confidentiality: {
        data_disclosure: objects.some(({ touch }) => touch === "read") ? "Yes" : "Potentially",
        data: [users.size === 0 ? { variety: "Credentials" } : { variety: "Credentials", amount: users.size }],
      },
      ...(integrity.length === 0 ? {} : { integrity: { variety: integrity } }),
    },
    plus: {
      created: new Date(one.opened.at).toISOString(),
      modified: new Date(one.updated).toISOString(),
      analyst_status: one.status === "closed" ? "Finalized" : "In-progress",
    },
  };
}

function integrityOf(objects: readonly ScopeObject[]): readonly string[] {
  const changed = objects.filter(({ touch }) => touch === "changed" || touch === "created" || touch === "ended");
  const found: string[] = [];
  if (changed.some(({ kind, touch }) => kind === "user" && touch === "created")) found.push("Created account");
  if (changed.some(({ kind }) => ACCESS.has(kind))) found.push("Modify privileges");
  if (changed.some(({ kind, touch }) => !ACCESS.has(kind) && !(kind === "user" && touch === "created")))
    found.push("Modify configuration");
  return found;
}

/** A length of time in the largest unit of which there is one. */
function spanOf(from: number, until: number | undefined): Span {
  if (until === undefined || until < from) return { unit: "Unknown" };
  const seconds = (until - from) / 1000;
  if (seconds < 60) return { unit: "Seconds", value: Math.round(seconds) };
  if (seconds < 3600) return { unit: "Minutes", value: Math.round(seconds / 60) };
  return seconds < 86_400
    ? { unit: "Hours", value: Math.round(seconds / 3600) }
    : { unit: "Days", value: Math.round(seconds / 86_400) };
}
