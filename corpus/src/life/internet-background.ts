import { cities } from "../cast/city.ts";
import { type Device, newDevice, scripted } from "../cast/device.ts";
import { person } from "../cast/person.ts";
import { placeOn } from "../cast/place.ts";
import { scriptedAgents } from "../cast/user-agent.ts";
import { failedSignIn } from "../gesture/sign-in.ts";
import type { Random } from "../random/random.ts";
import { type Scene, userEntity } from "../scene.ts";
import type { Member } from "./member.ts";
import { day } from "./workday.ts";

/** What the internet does to every tenant: passwords tried on many accounts, none of them right. */
export function passwordSpray(
  scene: Scene,
  random: Random,
  on: { midnight: number; members: readonly Member[] },
): void {
  scene.label = "password-spray";
  const from = { random, addresses: scene.addresses };
  const where = [cities.bucharest, cities.amsterdam, cities.lagos, cities.ashburn, cities.saoPaulo, cities.warsaw];
  const exits = Array.from({ length: random.between(1, 5) }, () =>
    placeOn(random.pick(["hosting", "hosting", "residential", "vpn"]), random.pick(where), from),
  );
  const browser: Device = newDevice({ system: "windows", browser: "chrome", version: random.between(90, 120) }, random);
  const device = random.chance(0.5) ? scripted(random.pick(scriptedAgents)) : { ...browser, dtHash: null };
  let at = on.midnight + random.between(0, day - 1);
  for (let tried = 0; tried < random.between(5, 60); tried += 1) {
    const known = random.chance(0.6) && on.members.length > 0;
    const who = known ? random.pick(on.members).who : person(random.between(3000, 3900), scene.tenant.domain, random);
    const place = random.pick(exits);
    failedSignIn(
      scene,
      { who: known ? who : { ...who, id: "unknown" }, place, device },
      at,
      known ? "INVALID_CREDENTIALS" : "VERIFICATION_ERROR",
    );
    if (random.chance(0.08)) {
      const actor = {
        id: "unknown",
        type: "IP address",
        alternateId: place.ip,
        displayName: place.ip,
        detailEntry: null,
      };
      const debug = { threatSuspected: "true", threatDetections: "{Password Spray=HIGH}" };
      scene.write(
        { place, device },
        {
          at: at + 50,
          verb: "security.threat.detected",
          actor,
          session: "unknown",
          result: "DENY",
          reason: "Password Spray",
          uri: "/api/v1/authn",
          debug,
        },
      );
    }
    if (known && random.chance(0.03)) {
      scene.write(
        { who, place, device },
        {
          at: at + 80,
          verb: "user.account.lock",
          session: "unknown",
          result: "FAILURE",
          reason: "LOCKED_OUT",
          targets: [userEntity(who)],
        },
      );
    }
    at += random.between(1, 90) * 1000;
  }
}
