import { duration } from "./compare/index.ts";
import { networkInWords, type Context } from "./context.ts";
import { openingOf, type Session } from "./session.ts";
import type { Suspicion } from "./suspicion.ts";
import { tokenOf } from "./token.ts";

/** One sentence a person can act on. */
export function summaryOf(session: Session, suspicion: Suspicion, foreign: readonly Context[]): string {
  const who = session.person.name || session.person.id;
  const [from] = foreign;
  const where = from === undefined ? "another place" : `${from.network.ip}, ${networkInWords(from.network)}`;
  const when = iso(suspicion.firstForeign);
  const deeds = suspicion.all().filter((one) => one.kind.startsWith("deed."));
  const seen = suspicion.uids.length + suspicion.uidsOmitted;
  const did =
    deeds.length === 0
      ? `${seen} event${seen === 1 ? "" : "s"} came from there`
      : `from there: ${[...new Set(deeds.map((deed) => deed.why.replace(/^From the foreign context: /, "").replace(/;.*$/, "")))].slice(0, 3).join("; ")}`;
  const token = tokenOf(session);
  if (token !== "")
    return `The API token ${token} of ${who} is used by somebody else from ${where} since ${when}; ${did}`;
  const head =
    suspicion.opening.length > 0
      ? `The sign-in of ${who} at ${when} from ${where} is probably not theirs`
      : suspicion.arrivals.size === 0
        ? `A session of ${who} without a sign-in is used from ${where} since ${when}`
        : `The session of ${who} is used by somebody else from ${where} since ${when}, ${duration(suspicion.firstForeign - openingOf(session).time)} after it was opened`;
  return `${head}; ${did}`;
}

/** What the claim could not see. */
export function unknownOf(session: Session, suspicion: Suspicion, foreign: readonly Context[]): readonly string[] {
  const said: string[] = [];
  if (!session.person.history.enough(suspicion.firstForeign))
    said.push("This log holds too little of the user's earlier life to say what is usual for them");
  const token = tokenOf(session) !== "";
  if (!session.started) said.push("The sign-in that opened this session is not in the log");
  if (!token && foreign.every((context) => context.dt === "")) said.push("The doubtful context shows no device token");
  if (!token && foreign.every((context) => context.fp === ""))
    said.push("Okta logged no device fingerprint for the doubtful context");
  if (foreign.some((context) => context.network.class === "unknown"))
    said.push("What kind of network the doubtful address belongs to is not known");
  if (suspicion.omitted > 0) said.push(`${suspicion.omitted} further steps are counted but not listed`);
  said.push("Okta does not log what is only read: pages and lists that were viewed leave no event");
  return said;
}

function iso(ms: number): string {
  return new Date(ms).toISOString();
}
