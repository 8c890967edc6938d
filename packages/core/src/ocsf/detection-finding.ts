import { atLeast, type Evidence, type Finding, type FindingRule, type Severity } from "../finding/finding.ts";
import { observablesOf, type Observable } from "./observables.ts";

/** Version of the schema that is written. */
export const OCSF_VERSION = "1.8.0";

/** The object `user`: at least one of name and uid (OCSF 1.8.0, objects/user). */
export interface OcsfUser {
  readonly uid?: string;
  readonly name?: string;
}

interface OcsfAttack {
  readonly technique: { readonly uid: string };
  readonly sub_technique?: { readonly uid: string };
}

/** The object `evidences`: at least one of its artefacts; ours are `data`, and `actor` or `src_endpoint` where known. */
interface OcsfEvidence {
  readonly uid: string;
  readonly name: string;
  readonly actor?: { readonly user: OcsfUser };
  /** `json_t`: what no attribute of the schema holds. */
  readonly data: Readonly<Record<string, unknown>>;
}

/** The class Detection Finding, 2004, with the attributes that are filled. Times are milliseconds. */
export interface DetectionFinding {
  readonly activity_id: 1;
  readonly activity_name: "Create";
  readonly category_uid: 2;
  readonly category_name: "Findings";
  readonly class_uid: 2004;
  readonly class_name: "Detection Finding";
  readonly type_uid: 200401;
  readonly type_name: "Detection Finding: Create";
  readonly time: number;
  readonly start_time: number;
  readonly end_time: number;
  readonly severity_id: number;
  readonly severity: string;
  readonly confidence_id: number;
  readonly confidence: string;
  readonly confidence_score: number;
  readonly is_alert: boolean;
  readonly status_id: 1;
  readonly status: "New";
  readonly message: string;
  readonly metadata: {
    readonly version: string;
    readonly uid: string;
    readonly tenant_uid: string;
    readonly product: { readonly name: string; readonly vendor_name: string; readonly version: string };
  };
  readonly finding_info: {
    readonly uid: string;
    readonly title: string;
    readonly desc: string;
    readonly types: readonly string[];
    readonly first_seen_time: number;
    readonly last_seen_time: number;
    readonly analytic: {
      readonly uid: string;
      readonly name: string;
      readonly type_id: number;
      readonly type: string;
    };
    readonly attacks?: readonly OcsfAttack[];
    readonly data_sources: readonly string[];
    readonly related_events: readonly { readonly uid: string }[];
    readonly related_events_count: number;
  };
  readonly evidences: readonly OcsfEvidence[];
  readonly observables: readonly Observable[];
  readonly remediation?: { readonly desc: string };
  readonly unmapped: Readonly<Record<string, unknown>>;
}

/**
 * A finding as OCSF 1.8.0 Detection Finding. `time` is the last event of the claim, not the moment of writing, so that
 * the same events give the same document. The whole finding, story included, lies in `unmapped.nightlatch`.
 */
export function toDetectionFinding(finding: Finding, product: { readonly version: string }): DetectionFinding {
  const { rule, entities } = finding;
  const first = Date.parse(finding.first);
  const last = Date.parse(finding.last);
  const [severityId, severity] = SEVERITY[finding.severity];
  const [confidenceId, confidence] = confidenceOf(finding.confidence);
  const events = [...new Set(finding.evidence.flatMap((one) => [one.uid, ...(one.also ?? [])]))];
  const [user] = entities.user;
  const [analyticId, analytic] = ANALYTIC[rule.kind];
  return {
    activity_id: 1,
    activity_name: "Create",
    category_uid: 2,
    category_name: "Findings",
    class_uid: 2004,
    class_name: "Detection Finding",
    type_uid: 200401,
    type_name: "Detection Finding: Create",
    time: last,
    start_time: first,
    end_time: last,
    severity_id: severityId,
    severity,
    confidence_id: confidenceId,
    confidence,
    confidence_score: Math.round(finding.confidence * 100),
    is_alert: atLeast(finding.severity, "high"),
    status_id: 1,
    status: "New",
    message: finding.summary,
    metadata: {
      version: OCSF_VERSION,
      uid: finding.id,
      tenant_uid: finding.tenant,
      product: { name: "Nightlatch", vendor_name: "Nightlatch", version: product.version },
    },
    finding_info: {
      uid: finding.id,
      title: rule.title,
      desc: finding.summary,
      types: [rule.kind],
      first_seen_time: first,
      last_seen_time: last,
      analytic: { uid: rule.id, name: rule.title, type_id: analyticId, type: analytic },
      ...(rule.attack.length === 0 ? {} : { attacks: rule.attack.map(attackOf) }),
      data_sources: [...new Set(finding.evidence.map((one) => one.source))].sort(),
      related_events: events.map((uid) => ({ uid })),
      related_events_count: events.length,
    },
    evidences: finding.evidence.map((one) => evidenceOf(one, user)),
    observables: observablesOf(entities),
    ...(finding.next.length === 0 ? {} : { remediation: { desc: finding.next.join("\n") } }),
    unmapped: { nightlatch: finding },
  };
}

/** severity_id and its caption (OCSF 1.8.0, dictionary). */
const SEVERITY: Readonly<Record<Severity, readonly [id: number, caption: string]>> = {
  informational: [1, "Informational"],
  low: [2, "Low"],
  medium: [3, "Medium"],
  high: [4, "High"],
  critical: [5, "Critical"],
};

/** analytic.type_id and its caption (OCSF 1.8.0, objects/analytic). */
const ANALYTIC: Readonly<Record<FindingRule["kind"], readonly [id: number, caption: string]>> = {
  session: [2, "Behavioral"],
  baseline: [2, "Behavioral"],
  sigma: [1, "Rule"],
  correlation: [1, "Rule"],
  intel: [1, "Rule"],
};

/** confidence_id and its caption: 1 Low, 2 Medium, 3 High. */
function confidenceOf(confidence: number): readonly [id: number, caption: string] {
  if (confidence >= 0.8) return [3, "High"];
  return confidence >= 0.5 ? [2, "Medium"] : [1, "Low"];
}

/** `T1550.004` is technique T1550 with that sub-technique. */
function attackOf(id: string): OcsfAttack {
  const [technique = id] = id.split(".");
  return { technique: { uid: technique }, ...(technique === id ? {} : { sub_technique: { uid: id } }) };
}

function evidenceOf(one: Evidence, user: Finding["entities"]["user"][number] | undefined): OcsfEvidence {
  const { uid, kind, why, weight, time, source, also } = one;
  return {
    uid,
    name: kind,
    ...(user === undefined ? {} : { actor: { user: userOf(user) } }),
    data: { why, weight, time, source, ...(also === undefined ? {} : { also }) },
  };
}

function userOf(user: Finding["entities"]["user"][number]): OcsfUser {
  return { ...(user.id === "" ? {} : { uid: user.id }), name: user.name === "" ? user.id : user.name };
}
