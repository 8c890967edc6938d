import type { App } from "../cast/app.ts";
import { oktaId, type Person } from "../cast/person.ts";
import type { EventType } from "../event-types.ts";
import type { LogEvent, Target } from "../log-event.ts";
import { appTarget, type Scene, type Seat, userEntity } from "../scene.ts";

// What administrators do. Each writes its event and answers it.

export function createUser(scene: Scene, seat: Seat, at: number, made: Person): LogEvent {
  const uri = "/api/v1/users";
  scene.write(seat, { at, verb: "user.lifecycle.create", uri, targets: [userEntity(made)] });
  return scene.write(seat, {
    at: at + scene.random.between(50, 900),
    verb: "user.lifecycle.activate",
    uri,
    targets: [userEntity(made)],
  });
}

export function deactivateUser(scene: Scene, seat: Seat, at: number, gone: Person): LogEvent {
  return scene.write(seat, {
    at,
    verb: "user.lifecycle.deactivate",
    uri: `/api/v1/users/${gone.id}/lifecycle/deactivate`,
    targets: [userEntity(gone)],
  });
}

export function changeGroup(
  scene: Scene,
  seat: Seat,
  at: number,
  change: { verb: "add" | "remove"; who: Person; group: string },
): LogEvent {
  const verb = change.verb === "add" ? "group.user_membership.add" : "group.user_membership.remove";
  const uri = `/api/v1/groups/${groupId(change.group)}/users/${change.who.id}`;
  return scene.write(seat, { at, verb, uri, targets: [userEntity(change.who), group(change.group)] });
}

export function assignApp(scene: Scene, seat: Seat, at: number, given: { who: Person; app: App }): LogEvent {
  const targets = [userEntity(given.who), appTarget(given.app)];
  return scene.write(seat, {
    at,
    verb: "application.user_membership.add",
    uri: `/api/v1/apps/${given.app.id}/users`,
    targets,
  });
}

export function grantRole(scene: Scene, seat: Seat, at: number, given: { who: Person; role: string }): LogEvent {
  return scene.write(seat, {
    at,
    verb: "user.account.privilege.grant",
    uri: `/api/v1/users/${given.who.id}/roles`,
    debug: { privilegeGranted: given.role },
    targets: [userEntity(given.who)],
  });
}

/** Mints an SSWS token; its id is what later events carry in transaction.detail.requestApiTokenId. */
export function mintToken(scene: Scene, seat: Seat, at: number, name: string): string {
  const id = oktaId("00T", scene.random);
  const token: Target = { id, type: "Token", alternateId: "unknown", displayName: name, detailEntry: null };
  scene.write(seat, {
    at,
    verb: "system.api_token.create",
    uri: "/api/internal/tokens",
    debug: { networkConnection: "ANYWHERE" },
    targets: [token],
  });
  return id;
}

export function resetPassword(scene: Scene, seat: Seat, at: number, whose: Person): LogEvent {
  return scene.write(seat, {
    at,
    verb: "user.account.reset_password",
    uri: `/api/v1/users/${whose.id}/lifecycle/reset_password`,
    targets: [userEntity(whose)],
  });
}

export function resetFactors(scene: Scene, seat: Seat, at: number, whose: Person): LogEvent {
  return scene.write(seat, {
    at,
    verb: "user.mfa.factor.reset_all",
    uri: `/api/v1/users/${whose.id}/lifecycle/reset_factors`,
    targets: [userEntity(whose)],
  });
}

export function removeFactor(scene: Scene, seat: Seat, at: number, whose: Person): LogEvent {
  const reason = "User reset OKTA_VERIFY_PUSH factor";
  return scene.write(seat, {
    at,
    verb: "user.mfa.factor.deactivate",
    reason,
    uri: `/api/v1/users/${whose.id}/factors`,
    targets: [userEntity(whose)],
  });
}

export function unlock(scene: Scene, seat: Seat, at: number, whose: Person): LogEvent {
  return scene.write(seat, {
    at,
    verb: "user.account.unlock_by_admin",
    uri: `/api/v1/users/${whose.id}/lifecycle/unlock`,
    targets: [userEntity(whose)],
  });
}

/** A change of an identity provider; every verb of its life has the same shape. */
export function changeIdp(
  scene: Scene,
  seat: Seat,
  at: number,
  change: { verb: "create" | "update" | "activate" | "deactivate"; idp: IdentityProvider },
): LogEvent {
  const verb: EventType = `system.idp.lifecycle.${change.verb}`;
  const target: Target = {
    id: change.idp.id,
    type: "IdentityProvider",
    alternateId: "unknown",
    displayName: change.idp.name,
    detailEntry: null,
  };
  const changed =
    change.verb === "update" ? { changeDetails: { from: {}, to: { credentialsTrustKid: change.idp.keyId } } } : {};
  const uri = `/api/v1/idps/${change.idp.id}${change.verb === "update" || change.verb === "create" ? "" : `/lifecycle/${change.verb}`}`;
  return scene.write(seat, { at, verb, uri, targets: [{ ...target, ...changed }] });
}

export interface IdentityProvider {
  readonly id: string;
  readonly name: string;
  readonly keyId: string;
}

/** A report export: the request, Okta's job that makes the file, and (unless it stays there) the download. */
export function exportReport(
  scene: Scene,
  seat: Seat,
  at: number,
  report: { name: string; uri: string; download: boolean },
): LogEvent {
  const target: Target = {
    id: oktaId("rpt", scene.random),
    type: "Report",
    alternateId: "unknown",
    displayName: report.name,
    detailEntry: { exportType: "CSV" },
  };
  const debug = { jobId: scene.random.hex(16) };
  const asked = scene.write(seat, {
    at,
    verb: "analytics.reports.export.request",
    uri: report.uri,
    debug,
    targets: [target],
  });
  const made = at + scene.random.between(5000, 60_000);
  scene.write({}, { at: made, verb: "analytics.reports.export.generate", debug, targets: [target] });
  if (report.download)
    scene.write(seat, {
      at: made + scene.random.between(5000, 90_000),
      verb: "analytics.reports.export.download",
      uri: report.uri,
      debug,
      targets: [target],
    });
  return asked;
}

export function editPolicy(
  scene: Scene,
  seat: Seat,
  at: number,
  edited: { verb: "policy.rule.update" | "policy.rule.add" | "policy.lifecycle.update"; name: string },
): LogEvent {
  const target: Target = {
    id: oktaId("rst", scene.random),
    type: "PolicyEntity",
    alternateId: "unknown",
    displayName: edited.name,
    detailEntry: { policyType: "AccessPolicy" },
  };
  return scene.write(seat, { at, verb: edited.verb, uri: `/api/v1/policies/${target.id}/rules`, targets: [target] });
}

function group(name: string): Target {
  return { id: groupId(name), type: "UserGroup", alternateId: "unknown", displayName: name, detailEntry: null };
}

function groupId(name: string): string {
  return `00g${name
    .replaceAll(/[^A-Za-z0-9]/g, "")
    .padEnd(17, "0")
    .slice(0, 17)}`;
}
