import type { LeakedReport, ToldSession } from "../../leaked/index.ts";
import { safeText } from "../../report/index.ts";

/** What a leaked capture exposes, for people. */
export function leakedText(report: LeakedReport): string {
  const { victim, artefacts, sessions, findings, containment } = report;
  const lines = [
    `Captured from ${victim.from || "?"} to ${victim.to || "?"}; the log is known until ${report.until}.`,
    ...section("Victim", [
      ...victim.agents.map((agent) => `browser  ${agent}`),
      ...victim.addresses.map((address) => `address  ${address}`),
      `hosts    ${victim.hosts.join(", ")}`,
    ]),
    ...section(
      `${artefacts.length} credentials in it`,
      artefacts.map(({ title, pseudonym, owner, state, expiresAt }) =>
        [`${title}  ${pseudonym}`, owner === undefined ? "" : `of ${owner}`, saidOf(state, expiresAt)]
          .filter((part) => part !== "")
          .join(", "),
      ),
    ),
    ...(sessions.length === 0 ? ["", "No session in the log fits the capture."] : section("Sessions", [])),
    ...sessions.flatMap(sessionLines),
    ...section(
      "Findings about these sessions",
      findings.map(({ severity, summary, id }) => `${severity}  ${summary}  [${id}]`),
    ),
    ...section(
      "What to do",
      containment.map(
        ({ call, artefacts: some }, n) => `${n + 1}. ${call}  (${some.map((one) => one.pseudonym).join(", ")})`,
      ),
    ),
    ...watchLines(report.watch),
    ...section("Not known", report.unknown),
  ];
  return `${lines.join("\n")}\n`;
}

function watchLines({ isSet, watches, unwatched }: LeakedReport["watch"]): readonly string[] {
  const rows = watches.map(({ kind, id, user, until }) => `${kind} ${id} of ${user}, until ${until}`);
  const title = isSet
    ? "Watched: the first use that does not fit is a critical finding while the service runs"
    : "Not watched yet: ask the store of the service, without log files, and the watch is set there";
  return [
    ...section(title, rows),
    ...section(
      "Not to be seen in this log: ending them is all that helps",
      unwatched.map(({ title: what, pseudonym }) => `${what}  ${pseudonym}`),
    ),
  ];
}

function saidOf(state: string, expiresAt: string | undefined): string {
  if (expiresAt === undefined) return "";
  return state === "expired" ? `expired ${expiresAt}` : `valid until ${expiresAt}`;
}

function section(title: string, rows: readonly string[]): readonly string[] {
  return rows.length === 0 && title !== "Sessions" ? [] : ["", title, ...rows.map((row) => `  ${safeText(row)}`)];
}

function sessionLines({
  kind,
  session,
  user,
  certainty,
  why,
  state,
  because,
  first,
  last,
  events,
  foreign,
}: ToldSession): readonly string[] {
  return [
    `  ${certainty}: ${kind === "session" ? "" : "API token "}${session} of ${user.name} (${user.id}), ${state}`,
    `    ${why}`,
    `    ${because}`,
    `    ${events} events from ${first} to ${last}`,
    ...foreign.map(
      ({ ip, network, country, agent, first: from, last: to, events: count, why: reasons }) =>
        `    does not fit: ${reasons.join(", ")}: ${ip} ${network} ${country}, ${agent}; ${count} events from ${new Date(from).toISOString()} to ${new Date(to).toISOString()}`,
    ),
  ].map(safeText);
}
