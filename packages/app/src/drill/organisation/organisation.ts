import { Chance } from "./chance.ts";
import type {
  ApiToken,
  App,
  EventHook,
  EventProvider,
  Grant,
  Group,
  Place,
  Policy,
  Provider,
  Role,
  ServiceClient,
  Session,
  SupportCase,
  User,
  Zone,
} from "./entities.ts";
import { type Happening, type Party, SystemLog } from "./log.ts";

/** Who does something, and from where: what an event says of its actor. */
export interface By {
  readonly actor: Party;
  readonly place?: Place | undefined;
  readonly session?: string | undefined;
  readonly token?: string | undefined;
  readonly client?: string | undefined;
}

export const SYSTEM: By = {
  actor: { id: "okta.system", type: "SystemPrincipal", alternateId: "system@okta.com", displayName: "Okta System" },
};

/** How an organisation begins. */
export interface OrganisationSettings {
  readonly seed: number;
  /** The organisation's clock, milliseconds UTC. */
  readonly now: () => number;
  /** Sessions of administrators are bound to the network that opened them, as Okta does since October 2023. */
  readonly binding?: boolean;
}

/** Everything an organisation holds. What is done to it is in `do/`, one file an area; each deed is in its log. */
export class Organisation {
  readonly chance: Chance;
  readonly now: () => number;
  readonly binding: boolean;
  readonly log: SystemLog;
  readonly users: Map<string, User> = new Map();
  readonly sessions: Map<string, Session> = new Map();
  readonly tokens: Map<string, ApiToken> = new Map();
  /** OAuth grants by user id. */
  readonly grants: Map<string, Grant[]> = new Map();
  readonly apps: Map<string, App> = new Map();
  readonly groups: Map<string, Group> = new Map();
  readonly providers: Map<string, Provider> = new Map();
  readonly policies: Map<string, Policy> = new Map();
  readonly zones: Map<string, Zone> = new Map();
  readonly cases: Map<string, SupportCase> = new Map();
  readonly clients: Map<string, ServiceClient> = new Map();
  readonly hooks: Map<string, EventHook> = new Map();
  /** Who may push signed events, by issuer; and those that were taken, by issuer and jti. */
  readonly eventProviders: Map<string, EventProvider> = new Map();
  readonly eventsTaken: Set<string> = new Set();
  adminConsole = { sessionIdleTimeoutMinutes: 15, sessionMaxLifetimeMinutes: 720 };

  constructor({ seed, now, binding = false }: OrganisationSettings) {
    this.chance = new Chance(seed);
    this.now = now;
    this.binding = binding;
    this.log = new SystemLog(this.chance, now);
  }

  /** Writes into the log what somebody did. */
  write(by: By, what: Omit<Happening, "actor">, when: { readonly at?: number; readonly late?: number } = {}): void {
    const { actor, place, session, token, client } = by;
    this.log.write({ place, session, token, client, ...what, actor }, when);
  }

  /** A user by id or login. */
  user(idOrLogin: string): User | undefined {
    return this.users.get(idOrLogin) ?? [...this.users.values()].find(({ login }) => login === idOrLogin);
  }

  /** Everything that an account may do, by itself or through a group. */
  rolesOf(user: User): readonly Role[] {
    const inherited = [...this.groups.values()]
      .filter(({ members }) => members.has(user))
      .flatMap(({ roles }) => roles);
    return [...user.roles, ...inherited];
  }

  liveSessions(user: User): readonly Session[] {
    return [...this.sessions.values()].filter((session) => session.user === user && session.ended === 0);
  }

  /** Whether requests from an address are refused. */
  isBlocked(ip: string): boolean {
    return [...this.zones.values()].some(
      ({ usage, status, gateways }) =>
        usage === "BLOCKLIST" &&
        status === "ACTIVE" &&
        gateways.some(({ value }) => value === ip || value === `${ip}/32` || value === `${ip}-${ip}`),
    );
  }
}

export function partyOf(user: User): Party {
  return {
    id: user.id,
    type: "User",
    alternateId: user.login,
    displayName: `${user.firstName} ${user.lastName}`,
  };
}

/** A thing of the organisation as an event's target. */
export function target(type: string, thing: { readonly id: string; readonly name: string }): Party {
  return { id: thing.id, type, alternateId: thing.name, displayName: thing.name };
}
