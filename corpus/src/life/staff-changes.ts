import { deactivateUser, createUser, assignApp, changeGroup } from "../gesture/administer.ts";
import { enrolFactor } from "../gesture/enrol.ts";
import { signIn } from "../gesture/sign-in.ts";
import { type Scene, userEntity } from "../scene.ts";
import type { Surroundings, Today } from "./habit.ts";
import type { Member } from "./member.ts";
import { minute } from "./workday.ts";

/** A new colleague: an administrator makes the account; the person signs in for the first time and enrols a factor. */
export function joins(scene: Scene, around: Surroundings, who: Member, today: Today): void {
  scene.label = "joiner";
  around.ask(today.span.from - 90 * minute, who, (seat, opened) => {
    createUser(scene, seat, opened + minute, who.who);
    changeGroup(scene, seat, opened + 2 * minute, { verb: "add", who: who.who, group: "Engineering" });
    for (const app of who.apps.slice(0, 3)) assignApp(scene, seat, opened + 3 * minute, { who: who.who, app });
  });
  const at = today.span.from - 20 * minute;
  const visitor = { who: who.who, place: today.path(at), device: today.profile.device };
  scene.write(visitor, {
    at,
    verb: "user.account.update_password",
    session: "unknown",
    uri: "/welcome",
    fingerprint: true,
    targets: [userEntity(who.who)],
  });
  const session = signIn(scene, visitor, { at: at + minute, factor: "none" });
  enrolFactor(scene, { ...visitor, session }, at + 3 * minute, who.factor === "none" ? "push" : who.factor);
}

/** Somebody leaves: the account is closed and the sessions with it. */
export function leaves(scene: Scene, around: Surroundings, who: Member, at: number): void {
  around.ask(at, who, (seat, opened) => {
    deactivateUser(scene, seat, opened + minute, who.who);
    scene.write(seat, {
      at: opened + minute + 300,
      verb: "user.session.clear",
      uri: "/api/v1/users",
      targets: [userEntity(who.who)],
    });
  });
}
