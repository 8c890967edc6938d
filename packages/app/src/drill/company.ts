import { openApp, signIn } from "./organisation/do/sign-in.ts";
import { createApp, createGroup, createProvider, createToken } from "./organisation/do/tenant.ts";
import { addFactor, createUser, grantRole } from "./organisation/do/users.ts";
import type { Role, User } from "./organisation/entities.ts";
import { type Organisation, SYSTEM } from "./organisation/organisation.ts";
import { home, office } from "./places.ts";

/** A made-up company: who works there, and what they have. */
export interface Company {
  readonly people: readonly User[];
  readonly jo: User;
  readonly sam: User;
  readonly breakGlass: User;
  readonly appIds: readonly string[];
}

const NAMES: readonly (readonly [first: string, last: string, role?: Role["type"]])[] = [
  ["Jo", "Rivers", "SUPER_ADMIN"],
  ["Sam", "Field", "SUPER_ADMIN"],
  ["Alex", "Stone", "HELP_DESK_ADMIN"],
  ["Kim", "Hill"],
  ["Robin", "Lake"],
  ["Max", "Wood"],
  ["Noa", "Marsh"],
  ["Toni", "Dale"],
  ["Lee", "Brook"],
  ["Pat", "Moor"],
];
const APPS: readonly string[] = [
  "Okta Admin Console",
  "Example Mail",
  "Example Tickets",
  "Example Code",
  "Example Payroll",
];
const DAY = 86_400_000;
const HOUR = 3_600_000;
const MINUTE = 60_000;

/** Founds the company in an organisation, some days before `morning` (milliseconds), and lets it live until then. */
export function found(
  org: Organisation,
  { morning, days }: { readonly morning: number; readonly days: number },
): Company {
  const begin = morning - (days + 30) * DAY;
  const appIds = APPS.map((label) => createApp(org, label, begin).id);
  for (const name of ["Everyone", "Engineering", "Finance"]) createGroup(org, name, begin);
  const people = NAMES.map(([firstName, lastName, role], n) => {
    const login = `${firstName.toLowerCase()}@example.com`;
    const user = createUser(org, SYSTEM, { login, firstName, lastName, at: begin + n * MINUTE });
    addFactor(org, user, n < 3 ? "webauthn" : "push", SYSTEM, begin + n * MINUTE + 1000);
    if (role !== undefined) grantRole(org, user, role, SYSTEM, begin + n * MINUTE + 2000);
    return user;
  });
  const breakGlass = createUser(org, SYSTEM, {
    login: "break-glass@example.com",
    firstName: "Break",
    lastName: "Glass",
    at: begin,
  });
  addFactor(org, breakGlass, "webauthn", SYSTEM, begin + 1000);
  grantRole(org, breakGlass, "SUPER_ADMIN", SYSTEM, begin + 2000);
  const provider = createProvider(org, "Example Partner", SYSTEM, begin + HOUR);
  provider.status = "ACTIVE";
  org.zones.set("nzoBLOCKED", {
    id: "nzoBLOCKED",
    name: "BlockedIpZone",
    type: "IP",
    usage: "BLOCKLIST",
    status: "ACTIVE",
    gateways: [],
    system: true,
  });
  const signOn = org.chance.id("00p");
  org.policies.set(signOn, {
    id: signOn,
    name: "Default Policy",
    type: "OKTA_SIGN_ON",
    created: begin,
    rules: [
      {
        id: org.chance.id("0pr"),
        name: "Default Rule",
        status: "ACTIVE",
        priority: 1,
        body: { conditions: {}, actions: { signon: { access: "ALLOW", requireFactor: true } } },
      },
    ],
  });
  org.cases.set("01234567", {
    caseNumber: "01234567",
    subject: "Sign-in page is slow",
    impersonation: "DISABLED",
    selfAssigned: "NOT_REQUIRED",
  });
  const [jo, sam] = people;
  if (jo === undefined || sam === undefined) throw new Error("A company has people");
  createToken(org, sam, "HR sync", SYSTEM, begin + 2 * HOUR);
  for (let day = days; day > 0; day--) live(org, people, { morning: morning - day * DAY, appIds });
  return { people, jo, sam, breakGlass, appIds };
}

/** An ordinary day: people sign in at home or in the office, and open what they need. */
export function live(
  org: Organisation,
  people: readonly User[],
  { morning, appIds }: { readonly morning: number; readonly appIds: readonly string[] },
): void {
  for (const [n, user] of people.entries()) {
    const place = org.chance.below(3) === 0 ? home(n) : office(n);
    const at = morning + org.chance.below(2 * HOUR);
    const session = signIn(org, user, { place, at });
    if (session === undefined) continue;
    const visits = 4 + org.chance.below(6);
    for (let visit = 0; visit < visits; visit++) {
      const appId = appIds[n < 2 && visit === 0 ? 0 : 1 + org.chance.below(appIds.length - 1)] ?? "";
      openApp(org, session, { appId, at: at + MINUTE + visit * 40 * MINUTE + org.chance.below(20 * MINUTE) });
    }
    session.ended = at + 10 * HOUR;
  }
}
