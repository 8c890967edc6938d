import type { Company } from "../company.ts";
import { openApp, signIn } from "../organisation/do/sign-in.ts";
import type { User } from "../organisation/entities.ts";
import { office } from "../places.ts";
import type { DrillTenant } from "../start-drill-tenant.ts";
import { Intruder, type Try } from "./intruder.ts";

/** Something that happens in the story. `by` tells people and intruder apart. */
export interface Beat {
  /** Virtual time, milliseconds UTC. */
  readonly at: number;
  readonly by: "company" | "intruder";
  readonly what: string;
  readonly status?: number;
}

export interface StoryParts {
  readonly tenant: DrillTenant;
  readonly company: Company;
  /** Waits until the organisation's clock has moved on by so many minutes. */
  readonly pass: (minutes: number) => Promise<void>;
  readonly tell: (beat: Beat) => void;
}

/**
 * The theft of October 2023, reconstructed: two administrators send captures of their browser to their provider's
 * support, and within half an hour somebody else uses their sessions. What was done with them is what the published
 * accounts tell of the three customers; the order within a step is ours. It ends when nothing works any more.
 */
export async function replayOkta2023({ tenant, company, pass, tell }: StoryParts): Promise<readonly Try[]> {
  const { org, origin } = tenant;
  const { jo, sam, appIds } = company;
  const [console_ = "", mail = "", tickets = ""] = appIds;
  const say = (by: Beat["by"], what: string, status?: number): void =>
    tell({ at: org.now(), by, what, ...(status === undefined ? {} : { status }) });

  const first = signIn(org, jo, { place: office(0) });
  await pass(8);
  const second = signIn(org, sam, { place: office(1) });
  if (first === undefined || second === undefined) return [];
  say("company", "Jo and Sam, administrators, sign in at the office with their security keys");
  await pass(12);
  openApp(org, first, { appId: console_ });
  openApp(org, second, { appId: mail });
  await pass(20);
  say("company", "Both send a browser capture to their provider's support; their session cookies are in it");
  openApp(org, first, { appId: tickets });
  await pass(26);

  const tries: Try[] = [];
  const works = new Map([first, second].map((session) => [session.user, session]));
  // Whose session was ended signs in again, and has one that nobody else has.
  const goOn = (user: User, appId: string): void => {
    let session = works.get(user);
    if (session !== undefined && session.ended !== 0) {
      session = signIn(org, user, { place: session.place });
      if (session === undefined) return;
      works.set(user, session);
      say("company", `${user.firstName} has to sign in again, and does`);
    }
    if (session !== undefined) openApp(org, session, { appId });
  };
  const asJo = new Intruder(origin, first.id);
  const asSam = new Intruder(origin, second.id);
  const attempt = async (
    intruder: Intruder,
    what: string,
    request: readonly [method: string, path: string, body?: unknown],
  ): Promise<Try> => {
    const [method, path, body] = request;
    const tried = await intruder.ask(what, method, path, body);
    tries.push(tried);
    say("intruder", what, tried.status);
    await pass(3);
    return tried;
  };
  await attempt(asJo, "opens the Admin Console with Jo's cookie", ["GET", "/admin/dashboard"]);
  await attempt(asJo, "lists users", ["GET", "/api/v1/users"]);
  goOn(jo, mail);
  await attempt(asJo, "asks for the password health report", [
    "POST",
    "/api/internal/reports/password-health/async_csv_download_schedule",
    {},
  ]);
  await attempt(asSam, "opens the Admin Console with Sam's cookie", ["GET", "/admin/dashboard"]);
  goOn(sam, tickets);
  const [provider] = org.providers.values();
  if (provider !== undefined) {
    await attempt(asSam, "changes an identity provider", [
      "PUT",
      `/api/v1/idps/${provider.id}`,
      { issuer: "https://accounts.example.net" },
    ]);
    await attempt(asSam, "activates it", ["POST", `/api/v1/idps/${provider.id}/lifecycle/activate`]);
  }
  await attempt(asJo, "mints an API token", ["POST", "/api/internal/tokens", { name: "backup" }]);
  await attempt(asJo, "creates the user svc_network_backup", [
    "POST",
    "/api/v1/users",
    { profile: { login: "svc_network_backup@example.com", firstName: "svc", lastName: "network_backup" } },
  ]);
  const service = org.user("svc_network_backup@example.com");
  if (service !== undefined)
    await attempt(asJo, "makes it a super administrator", [
      "POST",
      `/api/v1/users/${service.id}/roles`,
      { type: "SUPER_ADMIN" },
    ]);
  return tries;
}
