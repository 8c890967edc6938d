import type { Case } from "../case/index.ts";
import type { Certainty, Hold, Scope } from "../scope/index.ts";
import { caseReportOf } from "../case-report/index.ts";
import { objectId, observableId } from "./name-id.ts";

/** An object of STIX 2.1. */
export interface StixObject {
  readonly type: string;
  readonly spec_version: "2.1";
  readonly id: string;
  readonly [property: string]: unknown;
}

export interface StixBundle {
  readonly type: "bundle";
  readonly id: string;
  readonly objects: readonly StixObject[];
}

/** STIX 2.1, appendix A: Likely, Probable and Certain of the DNI scale as numbers. */
const CONFIDENCE: Readonly<Record<Certainty, number>> = { possible: 45, likely: 75, certain: 95 };
/** The largest number_observed that is allowed (STIX 2.1, 4.14). */
const MOST = 999_999_999;

/**
 * A case as a STIX 2.1 bundle: who tells it, the identities that were taken, the intruder's addresses and agents, what
 * was observed, and an indicator for each address that the intruder alone used. An agent makes no indicator: strings of
 * browsers are everybody's. Sessions and tokens are not given out. The same case gives the same ids.
 */
export function stixBundleOf(one: Case): StixBundle {
  const report = caseReportOf(one);
  const maker = objectId("identity", [one.tenant]);
  const dates = { created: iso(one.opened.at), modified: iso(one.updated) };
  const object = (type: string, parts: readonly string[], more: Readonly<Record<string, unknown>>): StixObject => ({
    type,
    spec_version: "2.1",
    id: objectId(type, [one.tenant, one.id, ...parts]),
    created_by_ref: maker,
    ...dates,
    ...more,
  });
  const scope = one.scope?.scope;
  const observed = scope === undefined ? [] : observedOf(scope, object);
  const indicators = (scope?.holds ?? [])
    .filter(({ kind }) => kind === "address")
    .map((hold) => indicatorOf(hold, object));
  const incident = object("incident", [], {
    name: one.title || `Case ${one.id}`,
    description: report.summary.map(({ text }) => `${text}.`).join(" "),
  });
  const identity: StixObject = {
    type: "identity",
    spec_version: "2.1",
    id: maker,
    ...dates,
    name: one.tenant,
    identity_class: "organization",
  };
  const addresses = new Map(
    observed.filter(({ type }) => /^ipv[46]-addr$/.test(type)).map((each) => [each["value"], each.id]),
  );
  const sightings = observed.filter(({ type }) => type === "observed-data");
  const relations = [
    ...indicators.flatMap((indicator) => {
      const based = sightings.filter(({ object_refs: refs }) =>
        (refs as readonly string[]).includes(addresses.get(indicator["name"]) ?? ""),
      );
      return based.map(({ id }) => relate(object, "based-on", [indicator.id, id]));
    }),
    ...sightings.map(({ id }) => relate(object, "related-to", [id, incident.id])),
  ];
  const told = [incident, ...observed, ...indicators, ...relations];
  const paper = object("report", [], {
    name: `Case ${one.id}: ${one.title}`,
    published: iso(one.updated),
    report_types: ["identity", "indicator", "observed-data"],
    object_refs: told.map(({ id }) => id),
  });
  const objects = [identity, paper, ...told];
  return { type: "bundle", id: objectId("bundle", [one.tenant, one.id, String(one.lastEntry)]), objects };
}

type Make = (type: string, parts: readonly string[], more: Readonly<Record<string, unknown>>) => StixObject;

/** Accounts, addresses and agents, each once, and for every use of an account what was seen together. */
function observedOf({ holds }: Scope, object: Make): readonly StixObject[] {
  const found = new Map<string, StixObject>();
  const add = (one: StixObject): string => {
    found.set(one.id, one);
    return one.id;
  };
  const seen = holds
    .filter(({ events }) => events > 0)
    .map((hold) => {
      const places = [...new Set([...(hold.kind === "address" ? [hold.value] : []), ...hold.ips])];
      const refs = [
        ...(hold.owner === undefined ? [] : [add(accountOf(hold.owner))]),
        ...places.map((ip) => add(addressOf(ip))),
        ...hold.agents.map((agent) => add(observable("software", { name: agent }))),
      ];
      return { hold, refs: [...new Set(refs)] };
    })
    .filter(({ refs }) => refs.length > 0)
    .map(({ hold, refs }) =>
      object("observed-data", [hold.key], {
        first_observed: iso(hold.first),
        last_observed: iso(hold.last),
        number_observed: Math.min(hold.events, MOST),
        confidence: CONFIDENCE[hold.certainty],
        object_refs: refs,
      }),
    );
  for (const { kind, value, events } of holds) if (kind === "address" && events === 0) add(addressOf(value));
  return [...found.values(), ...seen];
}

function accountOf({ id, name }: { readonly id: string; readonly name: string }): StixObject {
  return observable("user-account", { user_id: id, ...(name === "" ? {} : { account_login: name }) });
}

function addressOf(ip: string): StixObject {
  return observable(ip.includes(":") ? "ipv6-addr" : "ipv4-addr", { value: ip });
}

function observable(type: string, properties: Readonly<Record<string, string>>): StixObject {
  return { type, spec_version: "2.1", id: observableId(type, properties), ...properties };
}

function indicatorOf({ value, since, certainty, why, key }: Hold, object: Make): StixObject {
  return object("indicator", [key], {
    name: value,
    description: why,
    indicator_types: ["malicious-activity"],
    pattern: `[${value.includes(":") ? "ipv6-addr" : "ipv4-addr"}:value = '${quoted(value)}']`,
    pattern_type: "stix",
    valid_from: iso(since),
    confidence: CONFIDENCE[certainty],
  });
}

function relate(object: Make, type: string, [from, to]: readonly [from: string, to: string]): StixObject {
  return object("relationship", [type, from, to], { relationship_type: type, source_ref: from, target_ref: to });
}

/** A string constant of a pattern (STIX 2.1, 9.3). */
function quoted(text: string): string {
  return text.replaceAll("\\", String.raw`\\`).replaceAll("'", String.raw`\'`);
}

function iso(at: number): string {
  return new Date(at).toISOString();
}
