import { cities } from "../cast/city.ts";
import { type Device, scripted } from "../cast/device.ts";
import { oktaId, type Person, person } from "../cast/person.ts";
import { type Place, placeOn } from "../cast/place.ts";
import type { EventType } from "../event-types.ts";
import { appTarget, type Scene, userEntity } from "../scene.ts";
import type { Random } from "../random/random.ts";
import { hour, minute } from "./workday.ts";

/** A program with an SSWS token, or a service app with credentials of its own. */
export interface Robot {
  readonly who: Person;
  readonly device: Device;
  readonly places: readonly Place[];
  readonly token: string | null;
  /** It writes users and groups; the others only fetch tokens and read. */
  readonly writes: boolean;
  readonly every: number;
  /** Some carry a transient session id, some none. */
  readonly transient: boolean;
}

const clients = [
  "okta-sdk-python/2.9.8 python/3.11",
  "Go-http-client/1.1",
  "python-requests/2.32.3",
  "okta-terraform/4.11.1",
  "axios/1.7.7",
  "okta-sdk-java/20.0.0",
  "PowerShell/7.4.5",
];

/** The programs of a tenant: from cloud addresses, one in three from an address that changes with every start. */
export function robotsOf(scene: Scene, random: Random, count: number): Robot[] {
  return Array.from({ length: count }, (_, index) => {
    const roams = random.chance(0.35);
    const from = { random, addresses: scene.addresses };
    const city = random.pick([cities.ashburn, cities.dublin, cities.frankfurt, cities.sydney]);
    const name =
      ["svc-hr-sync", "svc-scim", "svc-terraform", "svc-siem", "svc-lifecycle", "svc-reports"][index % 6] ?? "svc";
    return {
      who: { id: oktaId("00u", random), login: `${name}@${scene.tenant.domain}`, name },
      device: scripted(random.pick(clients)),
      places: Array.from({ length: roams ? 12 : 2 }, () => placeOn("cloud", city, from)),
      token: random.chance(0.75) ? oktaId("00T", random) : null,
      writes: random.chance(0.6),
      every: random.pick([15 * minute, hour, 4 * hour, 24 * hour]),
      transient: random.chance(0.5),
    };
  });
}

const writes: readonly EventType[] = [
  "user.account.update_profile",
  "group.user_membership.add",
  "group.user_membership.remove",
  "application.user_membership.add",
  "user.lifecycle.activate",
];

/** A robot's day. */
export function robotDay(scene: Scene, random: Random, robot: Robot, midnight: number): void {
  scene.label = "automation";
  for (let at = midnight + random.between(0, 10) * minute; at < midnight + 24 * hour; at += robot.every) {
    const place = random.pick(robot.places);
    const seat = { who: robot.who, place, device: robot.device };
    const session = robot.transient ? `trs${random.text("ABCDEFGHIJKLMNOPabcdefghijklmnop0123456789", 22)}` : null;
    if (robot.token === null) {
      const actor = {
        id: `0oa${robot.who.id.slice(3)}`,
        type: "PublicClientApp",
        alternateId: `0oa${robot.who.id.slice(3)}`,
        displayName: robot.who.name,
        detailEntry: null,
      };
      scene.write(seat, {
        at,
        verb: "app.oauth2.as.token.grant.access_token",
        actor,
        session,
        clientId: actor.id,
        uri: "/oauth2/v1/token",
        debug: { grantType: "client_credentials" },
      });
      continue;
    }
    if (!robot.writes) {
      scene.write(seat, {
        at,
        verb: "user.authentication.verify",
        session,
        apiToken: robot.token,
        uri: "/api/v1/users/me",
      });
      continue;
    }
    for (let done = 0; done < random.between(0, 3); done += 1) {
      const whose = person(
        random.between(0, 400),
        scene.tenant.domain,
        scene.random.fork(`member-${random.between(0, 400)}`),
      );
      scene.write(seat, {
        at: at + done * 900,
        verb: random.pick(writes),
        session,
        apiToken: robot.token,
        uri: "/api/v1/users",
        targets: [userEntity(whose), appTarget(random.pick(scene.tenant.apps))],
      });
    }
  }
}
