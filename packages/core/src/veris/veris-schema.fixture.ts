/**
 * What the schema of VERIS 1.4 says of the members that a record of ours has, written anew as data (vz-risk/veris:
 * verisc.json, verisc-enum.json): which members there are, which are wanted, and the words that they may have.
 */
export type Rule =
  | { readonly of: "text"; readonly words?: readonly string[]; readonly pattern?: RegExp }
  | { readonly of: "number"; readonly least: number; readonly most: number }
  | { readonly of: "list"; readonly each: Rule }
  | {
      readonly of: "object";
      readonly members: Readonly<Record<string, Rule>>;
      readonly wanted: readonly string[];
    };

const text: Rule = { of: "text" };
const words = (...some: readonly string[]): Rule => ({ of: "text", words: some });
const listOf = (...some: readonly string[]): Rule => ({ of: "list", each: words(...some) });
const object = (members: Readonly<Record<string, Rule>>, ...wanted: readonly string[]): Rule => ({
  of: "object",
  members,
  wanted,
});
const number = (least: number, most: number): Rule => ({ of: "number", least, most });

const UNITS = ["NA", "Seconds", "Minutes", "Hours", "Days", "Weeks", "Months", "Years", "Never", "Unknown"];
const span = object({ unit: words(...UNITS), value: number(0, 1e9) }, "unit");
const variety = (...some: readonly string[]): Rule => object({ variety: listOf(...some) }, "variety");
const amount = number(1, 1e9);

export const VERIS: Rule = object(
  {
    schema_version: words("1.4.0"),
    source_id: text,
    incident_id: text,
    security_incident: words("Confirmed", "Suspected", "False positive", "Near miss"),
    confidence: words("High", "Medium", "Low", "None"),
    summary: text,
    timeline: object(
      {
        incident: object(
          {
            year: number(1950, 2100),
            month: number(1, 12),
            day: number(1, 31),
            time: { of: "text", pattern: /^(?:[01]\d|2[0-3]):[0-5]\d$/ },
          },
          "year",
        ),
        compromise: span,
        exfiltration: span,
        discovery: span,
        containment: span,
      },
      "incident",
    ),
    discovery_method: object({
      internal: variety("Log review", "HIDS", "NIDS", "IT review", "Reported by employee", "Other", "Unknown"),
      partner: variety("Antivirus", "Audit", "Monitoring service", "Other", "Unknown"),
      external: variety("Actor disclosure", "Customer", "Law enforcement", "Security researcher", "Other", "Unknown"),
    }),
    victim: object(
      {
        victim_id: text,
        country: { of: "list", each: { of: "text", pattern: /^(?:[A-Z]{2}|Unknown|Other)$/ } },
        industry: { of: "text", pattern: /^\d{2,6}$/ },
        employee_count: words("1 to 10", "Small", "Large", "Unknown"),
      },
      "country",
      "industry",
      "employee_count",
    ),
    actor: object({
      external: object(
        {
          variety: listOf("Nation-state", "Organized crime", "Activist", "Unaffiliated", "Other", "Unknown"),
          motive: listOf("Financial", "Espionage", "Fun", "Grudge", "Ideology", "NA", "Other", "Unknown"),
          country: { of: "list", each: { of: "text", pattern: /^(?:[A-Z]{2}|Unknown|Other)$/ } },
        },
        "variety",
        "motive",
      ),
    }),
    action: object({
      hacking: object(
        {
          variety: listOf(
            "Use of stolen creds",
            "Session replay",
            "Session fixation",
            "Brute force",
            "Other",
            "Unknown",
          ),
          vector: listOf("Web application", "VPN", "Partner", "Backdoor or C2", "Command shell", "Other", "Unknown"),
        },
        "variety",
        "vector",
      ),
    }),
    asset: object(
      {
        assets: {
          of: "list",
          each: object(
            { variety: words("S - Authentication", "S - Directory", "S - Web application", "P - Unknown"), amount },
            "variety",
          ),
        },
      },
      "assets",
    ),
    attribute: object({
      confidentiality: object(
        {
          data_disclosure: words("Yes", "Potentially", "No", "Unknown"),
          data: {
            of: "list",
            each: object({ variety: words("Credentials", "Personal", "Internal", "Unknown"), amount }, "variety"),
          },
        },
        "data_disclosure",
      ),
      integrity: variety(
        "Created account",
        "Log tampering",
        "Modify configuration",
        "Modify data",
        "Modify privileges",
        "Other",
        "Unknown",
      ),
    }),
    plus: object({
      created: { of: "text", pattern: /^\d{4}-\d\d-\d\dT[\d:.]+Z$/ },
      modified: { of: "text", pattern: /^\d{4}-\d\d-\d\dT[\d:.]+Z$/ },
      analyst_status: words("In-progress", "First pass", "Finalized"),
    }),
  },
  "schema_version",
  "incident_id",
  "security_incident",
  "timeline",
  "victim",
  "actor",
  "action",
  "asset",
  "attribute",
  "discovery_method",
);

/** Everything in which a value is not as a rule says. Lists are never empty and say nothing twice. */
export function wrongs(value: unknown, rule: Rule, at = ""): readonly string[] {
  switch (rule.of) {
    case "text": {
      if (typeof value !== "string" || value === "") return [`${at}: a text is wanted`];
      if (rule.words?.includes(value) === false) return [`${at}: there is no word "${value}"`];
      return rule.pattern?.test(value) === false ? [`${at}: "${value}" has not the form`] : [];
    }
    case "number":
      return Number.isInteger(value) && Number(value) >= rule.least && Number(value) <= rule.most
        ? []
        : [`${at}: ${String(value)} is no such number`];
    case "list": {
      if (!Array.isArray(value) || value.length === 0) return [`${at}: a list is wanted`];
      const twice = new Set(value.map((one) => JSON.stringify(one))).size < value.length ? [`${at}: twice`] : [];
      return [...twice, ...value.flatMap((one: unknown, n) => wrongs(one, rule.each, `${at}[${n}]`))];
    }
    case "object": {
      if (typeof value !== "object" || value === null) return [`${at}: an object is wanted`];
      const strange = Object.keys(value).filter((name) => !Object.hasOwn(rule.members, name));
      const missing = rule.wanted.filter((name) => !Object.hasOwn(value, name));
      return [
        ...strange.map((name) => `${at}.${name}: there is no such member`),
        ...missing.map((name) => `${at}.${name} is missing`),
        ...Object.entries(value).flatMap(([name, one]) => {
          const member = rule.members[name];
          return member === undefined ? [] : wrongs(one, member, `${at}.${name}`);
        }),
      ];
    }
  }
}
