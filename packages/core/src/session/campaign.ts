import type { Baseline } from "../baseline/index.ts";
import type { Observed } from "./observed.ts";
import { contextsOf, type Session } from "./session.ts";
import { LEVEL, WEIGHT } from "./weights.ts";

/** People who must share an address, each on a device that looks like their own, before it looks like a way out. */
const A_FEW = 3;
/** The same before it excuses what an administrator did from there. */
const MANY = 5;

/**
 * What doubtful sessions that share an address say about each other.
 *
 * Two people's sessions with devices that are not their owners' are one intruder's work: each speaks for the other.
 * Several people's sessions on their owners' own devices are a VPN or an office that this log has not known long:
 * each speaks against. Worked out anew from what is known each time, so that asking early changes nothing later.
 */
export function campaignsOf(
  suspects: Iterable<Session>,
  baseline: Baseline,
): ReadonlyMap<Session, readonly Observed[]> {
  const said = new Map<Session, Observed[]>();
  for (const { tenant, ip, sessions } of byAddress(suspects)) {
    const strangers = sessions.filter((session) => isDoubtful(session) && showsAnotherDevice(session));
    const owners = sessions.filter((session) => !showsAnotherDevice(session));
    const robbed = new Map(strangers.map(({ person }) => [person.id, person.name || person.id]));
    if (robbed.size >= 2)
      for (const session of strangers) {
        const others = [...robbed].filter(([id]) => id !== session.person.id).map(([, name]) => name);
        const why = `${ip} also holds a doubtful session of ${others.join(", ")}`;
        add(said, session, { kind: "campaign.shared-address", why });
      }
    const ids = owners.map(({ person }) => person.id);
    const sharing = new Set([...ids, ...baseline.tenant(tenant).usersOf(ip)]).size;
    for (const session of owners)
      if (sharing >= (session.suspicion?.damage === true ? MANY : A_FEW)) {
        const why = `${sharing} people came to ${ip}, each on a device like their own`;
        add(said, session, { kind: "network.shared-exit", why });
      }
  }
  return said;
}

function showsAnotherDevice(session: Session): boolean {
  return session.suspicion?.showsAnotherDevice() === true;
}

function isDoubtful(session: Session): boolean {
  return (session.suspicion?.score() ?? 0) >= LEVEL.low;
}

interface Address {
  readonly tenant: string;
  readonly ip: string;
  readonly sessions: Session[];
}

function byAddress(suspects: Iterable<Session>): Iterable<Address> {
  const found = new Map<string, Address>();
  for (const session of suspects) {
    const { tenant } = session.person;
    const foreign = contextsOf(session).filter((context) => context.standing === "foreign");
    for (const ip of new Set(foreign.map((context) => context.network.ip))) {
      const key = `${tenant}\n${ip}`;
      const known = found.get(key);
      if (known === undefined) found.set(key, { tenant, ip, sessions: [session] });
      else known.sessions.push(session);
    }
  }
  return found.values();
}

/** Says it once a session, on the first event of its foreign context. */
function add(
  said: Map<Session, Observed[]>,
  session: Session,
  { kind, why }: { readonly kind: "campaign.shared-address" | "network.shared-exit"; readonly why: string },
): void {
  const foreign = contextsOf(session).find((context) => context.standing === "foreign");
  if (foreign === undefined || said.get(session)?.some((one) => one.kind === kind) === true) return;
  const one = { kind, weight: WEIGHT[kind], why, uid: foreign.firstUid, time: foreign.first };
  said.set(session, [...(said.get(session) ?? []), one]);
}
