import { cities } from "../cast/city.ts";
import { upgraded } from "../cast/device.ts";
import { oktaId } from "../cast/person.ts";
import { placeOn } from "../cast/place.ts";
import { changeIdp } from "../gesture/administer.ts";
import { openAdminConsole, openApp } from "../gesture/open-app.ts";
import { signIn } from "../gesture/sign-in.ts";
import { callsOfOkta } from "../life/first-party.ts";
import { Random } from "../random/random.ts";
import { castIn, type Character, clock, usualDay, minute, perform, quietMix } from "./play.ts";
import { headed, type Scenario } from "./scenario.ts";

/** B1: five things that administrators do and that look like theft to simpler rules; nothing is to be found. */
export function b1Benign(): Scenario {
  const id = "b1-benign";
  const random = new Random(`scenario/${id}`);
  let cast: Character[] = [];
  const { events } = perform(
    {
      seed: id,
      users: 4,
      days: 3,
      from: Date.UTC(2023, 9, 23),
      flavour: "identity-engine",
      roots: true,
      mix: { ...quietMix, spray: 0, lockedOut: 0 },
    },
    (today) => {
      const { scene, midnight, turn } = today;
      const from = { random, addresses: scene.addresses };
      if (turn === 0) {
        cast = [
          castIn(scene, random, {
            index: 911,
            city: cities.berlin,
            agent: { system: "mac", browser: "chrome", version: 117 },
            factor: "fastpass",
            kind: "residential",
          }),
          castIn(scene, random, {
            index: 962,
            city: cities.london,
            agent: { system: "windows", browser: "edge", version: 117 },
            factor: "webauthn",
          }),
        ];
      }
      const [home, traveller] = cast;
      if (home === undefined || traveller === undefined) return;
      scene.label = "story";
      const seat = usualDay(scene, random, home, { at: clock(midnight, 7, 30), apps: 5, console: true });
      const app = scene.tenant.apps[turn];
      if (turn === 1 && app !== undefined) {
        // The VPN goes on, and the browser updates itself: another network, the same token, a newer version.
        const exit = placeOn("gateway", cities.frankfurt, from);
        openApp(scene, { ...seat, place: exit }, app, { at: clock(midnight, 11, 2) });
        const newer = upgraded(seat.device, { system: "mac", browser: "chrome", version: 118 });
        openApp(scene, { ...seat, place: exit, device: newer }, app, { at: clock(midnight, 13, 40) });
        openApp(scene, { ...seat, device: newer }, app, { at: clock(midnight, 14, 55) });
        callsOfOkta(scene, seat, { at: clock(midnight, 8, 5), calls: 8, random });
      }
      if (turn < 2) usualDay(scene, random, traveller, { at: clock(midnight, 8, 20), apps: 5, console: true });
      if (turn < 2) return;
      const hotel = placeOn("guest", cities.lisbon, from);
      const visitor = { who: traveller.who, place: hotel, device: traveller.device };
      const abroad = {
        ...visitor,
        session: signIn(scene, visitor, { at: clock(midnight, 9, 10), factor: traveller.factor }),
      };
      openAdminConsole(scene, abroad, { at: clock(midnight, 9, 20), stepUp: traveller.factor });
      // Change CHG-4711, planned for a month: the partner's certificate expires.
      const idp = { id: oktaId("0oa", random), name: "Partner IdP", keyId: random.hex(16) };
      const opened = openAdminConsole(scene, seat, { at: clock(midnight, 10, 0), stepUp: home.factor });
      scene.write(seat, { at: opened + minute, verb: "system.idp.key.create", uri: "/api/v1/idps/credentials/keys" });
      changeIdp(scene, seat, opened + 2 * minute, { verb: "update", idp });
      changeIdp(scene, seat, opened + 4 * minute, { verb: "activate", idp });
    },
  );
  return {
    id,
    title: "B1, nothing but ordinary administration",
    events,
    story: headed("B1: nothing but ordinary administration", [
      `1. \`${cast[0]?.who.login ?? ""}\` administers from home in Berlin with FastPass. On the second day the company's gateway goes on and off (another network, the same device token and browser), Chrome updates itself from 117 to 118 in the open session, and Okta's own services call in that session from Okta's addresses.`,
      `2. \`${cast[1]?.who.login ?? ""}\` works in London and on the third day signs in from a hotel in Lisbon, with the security key, and opens the Admin Console with it.`,
      "3. On the third day the certificate of an identity provider is changed, as planned under ticket CHG-4711, after the factor was asked for again.",
    ]),
    expected: { scenario: id, label: "benign", mustFind: [], mustNotFind: { atLeast: "low", exceptUsers: [] } },
  };
}
