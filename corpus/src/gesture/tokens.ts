import type { App } from "../cast/app.ts";
import { cities } from "../cast/city.ts";
import { type Device, scripted } from "../cast/device.ts";
import { oktaId } from "../cast/person.ts";
import { type Place, placeOn } from "../cast/place.ts";
import type { Entity, Target } from "../log-event.ts";
import { appTarget, type Scene, type Seat, userEntity } from "../scene.ts";

/**
 * An OpenID Connect app redeems a code under a person's session. The page does it in the browser; a server does it
 * from its own address with its own client, and some of those keep a cookie jar, so the session shows more than one
 * device token.
 */
export function redeemCode(
  scene: Scene,
  seat: Seat,
  app: App,
  how: { at: number; server: { place: Place; device: Device } | null; as: "user" | "client" },
): number {
  const { random } = scene;
  const base = { uri: "/oauth2/v1/authorize", clientId: app.clientId, targets: [appTarget(app)] };
  scene.write(seat, { at: how.at, verb: "app.oauth2.authorize.code", ...base });
  let at = how.at + random.between(100, 900);
  const server = how.server;
  const from = server === null ? { ...seat, device: otherJar(seat.device, scene) } : { ...seat, ...server };
  const actor: Entity = how.as === "client" ? clientEntity(app) : userEntity(seat.who);
  for (const verb of ["app.oauth2.token.grant.access_token", "app.oauth2.token.grant.id_token"] as const) {
    scene.write(from, {
      at,
      verb,
      actor,
      uri: "/oauth2/v1/token",
      clientId: app.clientId,
      debug: { grantType: "authorization_code" },
      targets: tokenTargets(scene, seat, app),
    });
    at += random.between(0, 40);
  }
  return at;
}

/** Where an app's server runs, the same each time. One in three shows up as the person whose code it redeems. */
export function serverOf(scene: Scene, app: App): { place: Place; device: Device; as: "user" | "client" } {
  const random = scene.random.fork(`server-${app.id}`);
  const known = scene.servers.get(app.id);
  if (known !== undefined) return known;
  const place = placeOn("cloud", random.pick([cities.ashburn, cities.frankfurt, cities.dublin]), {
    random,
    addresses: scene.addresses,
  });
  const device = scripted(random.pick(["okta-oidc-client-java/6.0", "Go-http-client/2.0", "node-fetch/1.0"]));
  const server = { place, device, as: random.chance(0.33) ? ("user" as const) : ("client" as const) };
  scene.servers.set(app.id, server);
  return server;
}

/** A background refresh by an app that has no cookies: no session of the person appears in it. */
export function refreshToken(scene: Scene, seat: Omit<Seat, "session">, app: App, at: number): void {
  const from = {
    who: seat.who,
    place: seat.place,
    device: { ...seat.device, dtHash: scene.random.chance(0.5) ? "-" : null, fingerprint: null },
  };
  scene.write(from, {
    at,
    verb: "app.oauth2.token.grant.refresh_token",
    actor: clientEntity(app),
    session: "unknown",
    uri: "/oauth2/v1/token",
    clientId: app.clientId,
    debug: { grantType: "refresh_token" },
    targets: [userEntity(seat.who), appTarget(app)],
  });
}

function otherJar(device: Device, scene: Scene): Device {
  const dtHash = scene.random.chance(0.3) ? "-" : scene.random.chance(0.5) ? scene.random.hex(64) : device.dtHash;
  return { ...device, dtHash };
}

function clientEntity(app: App): Entity {
  return {
    id: app.clientId,
    type: "PublicClientApp",
    alternateId: app.clientId,
    displayName: app.label,
    detailEntry: null,
  };
}

function tokenTargets(scene: Scene, seat: Seat, app: App): readonly Target[] {
  const token: Target = {
    id: oktaId("AT.", scene.random),
    type: "access_token",
    alternateId: "unknown",
    displayName: "Access Token",
    detailEntry: { subject: seat.who.id, hash: scene.random.hex(24) },
  };
  return [token, appTarget(app)];
}
