import { worked } from "./touch.ts";
import { verbOf } from "../session/index.ts";
import type { EventPort, SeenEvent } from "./event-port.ts";
import { kindOfTarget } from "./object-kind.ts";
import { rightsOf } from "./rights.ts";
import type { Reachable, ScopeQuery } from "./scope.ts";
import type { Attributed } from "./scope-work.ts";

/** Reads the roles of a user as they are now; `undefined` when nobody can be asked. */
export type RolesPort = (userId: string) => Promise<readonly string[] | undefined>;

const DAY = 86_400_000;
const ORDINARY_DAYS = 90;
const GRANT = "user.account.privilege.grant";
const REVOKE = "user.account.privilege.revoke";

type Person = Reachable["user"];

/** What the taken identities could have done: by their roles, and in the applications of their ordinary life. */
export async function reachableOf(
  query: ScopeQuery,
  attributed: readonly Attributed[],
  { events, roles }: { readonly events: EventPort; readonly roles: RolesPort | undefined },
): Promise<{ readonly reachable: readonly Reachable[]; readonly unknown: readonly string[] }> {
  const people = peopleIn(attributed);
  const first = attributed[0]?.event.envelope.time;
  if (people.length === 0 || first === undefined) return { reachable: [], unknown: [] };
  const ids = people.map(({ id }) => id);
  const since = first - ORDINARY_DAYS * DAY;
  const granted = await all(events, { targets: ids, types: [GRANT, REVOKE], since: 0, until: query.until });
  const opened = await all(events, { actors: ids, types: ["user.authentication.sso"], since, until: first });
  const reachable: Reachable[] = [];
  const unknown: string[] = [];
  for (const person of people) {
    const byRole = await rolesOf(person, { granted, roles, attributed });
    reachable.push(...byRole);
    if (byRole.length === 0)
      unknown.push(`Whether ${person.name || person.id} has a role of an administrator is not in the log`);
    const ordinary = applicationsOf(person, opened);
    if (ordinary !== undefined) reachable.push(ordinary);
  }
  return { reachable, unknown };
}

/** Identities that the intruder acted as for sure or likely. */
function peopleIn(attributed: readonly Attributed[]): readonly Person[] {
  const people = new Map<string, Person>();
  for (const { event, claim } of attributed) {
    const { actorId, actorName, actorType } = event.envelope;
    if (claim.certainty !== "possible" && actorType === "User" && actorId !== "" && worked(event.envelope))
      people.set(actorId, { id: actorId, name: actorName });
  }
  return [...people.values()];
}

async function rolesOf(
  user: Person,
  {
    granted,
    roles,
    attributed,
  }: { granted: readonly SeenEvent[]; roles: RolesPort | undefined; attributed: readonly Attributed[] },
): Promise<readonly Reachable[]> {
  const now = await roles?.(user.id);
  if (now !== undefined) return now.map((role) => byRole(user, role, { why: "Read from the tenant", uids: [] }));
  const held = new Map<string, string>();
  for (const { envelope } of granted) {
    if (!envelope.targets.some(({ id }) => id === user.id) || !worked(envelope)) continue;
    for (const role of envelope.privilege.split(/\s*,\s*/).filter((one) => one !== ""))
      if (envelope.type === GRANT) held.set(role, envelope.uid);
      else held.delete(role);
  }
  if (held.size > 0)
    return [...held].map(([role, uid]) => byRole(user, role, { why: "Granted, as the log shows", uids: [uid] }));
  const deed = attributed.find(
    ({ event: { envelope } }) => envelope.actorId === user.id && worked(envelope) && isAdministration(envelope.type),
  );
  if (deed === undefined) return [];
  const { uid, type } = deed.event.envelope;
  return [
    {
      user,
      by: "administrator",
      what: "what its role allows; which role that is, the log does not say",
      kinds: [],
      objects: [],
      why: `Only an administrator can do ${type}`,
      uids: [uid],
    },
  ];
}

function byRole(user: Person, role: string, { why, uids }: Pick<Reachable, "why" | "uids">): Reachable {
  const right = rightsOf(role);
  const what = right?.what ?? "what this role of the tenant's own allows";
  return { user, by: role, what, kinds: right?.kinds ?? [], objects: [], why, uids };
}

function applicationsOf(user: Person, opened: readonly SeenEvent[]): Reachable | undefined {
  const apps = new Map<string, { name: string; uid: string }>();
  for (const { envelope } of opened) {
    if (envelope.actorId !== user.id || !worked(envelope)) continue;
    for (const target of envelope.targets)
      if (kindOfTarget(target, envelope.type) === "application")
        apps.set(`application:${target.id}`, { name: target.display || target.name, uid: envelope.uid });
  }
  if (apps.size === 0) return undefined;
  return {
    user,
    by: "application",
    what: `the applications that ${user.name || user.id} opened in the ${ORDINARY_DAYS} days before`,
    kinds: ["application", "downstream-account"],
    objects: [...apps].map(([key, { name }]) => ({ key, name })),
    why: "Opened by the owner, as the log shows",
    uids: [...apps.values()].map(({ uid }) => uid),
  };
}

function isAdministration(type: string): boolean {
  return (
    type === "user.session.access_admin_app" ||
    (verbOf(type) !== undefined && !/^user\.(?:mfa|account\.update)/.test(type))
  );
}

async function all(events: EventPort, question: Parameters<EventPort["ask"]>[0]): Promise<readonly SeenEvent[]> {
  const found: SeenEvent[] = [];
  for await (const page of events.ask(question)) found.push(...page);
  return found;
}
