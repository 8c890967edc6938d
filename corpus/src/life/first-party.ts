import { adminConsoleClientId } from "../cast/app.ts";
import { cities } from "../cast/city.ts";
import { networks } from "../cast/network.ts";
import { scripted } from "../cast/device.ts";
import type { Random } from "../random/random.ts";
import { type Scene, type Seat, userEntity } from "../scene.ts";

/**
 * Okta's own services calling Okta for an administrator who is at work: user agent "Okta-Integrations", the Admin
 * Console's client id, addresses of Okta's cloud, and (since February 2024) the administrator's session id.
 */
export function callsOfOkta(scene: Scene, seat: Seat, how: { at: number; calls: number; random: Random }): void {
  const { random } = how;
  const network = networks.find((one) => one.asNumber === 16_509);
  if (network === undefined) return;
  const place = () => ({
    ip: `192.0.2.${240 + random.between(0, 9)}`,
    network,
    city: cities.ashburn,
    isProxy: false,
    operator: null,
    service: null,
  });
  const caller = { ...scripted("Okta-Integrations"), dtHash: random.chance(0.3) ? "-" : null };
  let at = how.at;
  for (let call = 0; call < how.calls; call += 1) {
    at += random.between(1, 40) * 1000;
    const from = { ...seat, place: place(), device: caller };
    const shared = { at, clientId: adminConsoleClientId };
    switch (random.between(0, 4)) {
      case 0:
        scene.write(from, {
          ...shared,
          verb: "policy.evaluate_sign_on",
          result: "ALLOW",
          reason: "Sign-on policy evaluation resulted in ALLOW",
          uri: "/oauth2/v1/authorize",
        });
        break;
      case 1:
        scene.write(from, {
          ...shared,
          verb: "user.authentication.sso",
          uri: "/oauth2/v1/authorize",
          debug: { initiationType: "SP_INITIATED" },
        });
        break;
      case 2:
        scene.write(from, {
          ...shared,
          verb: "group.user_membership.add",
          uri: "/api/v1/groups",
          targets: [userEntity(seat.who)],
        });
        break;
      default:
        scene.write(from, {
          ...shared,
          verb: "app.oauth2.token.grant.access_token",
          uri: "/oauth2/v1/token",
          debug: { grantType: "authorization_code" },
        });
    }
  }
}
