import { resetFactors, resetPassword, unlock } from "../gesture/administer.ts";
import { enrolFactor } from "../gesture/enrol.ts";
import { failedSignIn, signIn } from "../gesture/sign-in.ts";
import { userEntity } from "../scene.ts";
import type { Habit } from "./habit.ts";
import { newProfile } from "./member.ts";
import { minute } from "./workday.ts";

/** The phone was lost or replaced: the help desk resets, the person enrols again, from wherever they are that day. */
export const newPhone: Habit = (scene, member, around) => {
  const on = member.random.between(1, 26);
  return (today) => {
    if (today.day !== on) return;
    member.phone = newProfile("phone", member.phone.agent.version, member.random);
    const at = today.span.from - member.random.between(30, 60) * minute;
    const lost = member.random.chance(0.5);
    if (lost) {
      const password = member.random.chance(0.4);
      around.ask(at, member, (desk, opened) => {
        resetFactors(scene, desk, opened + 2 * minute, member.who);
        if (password) resetPassword(scene, desk, opened + 3 * minute, member.who);
      });
    }
    const visitor = { who: member.who, place: today.path(today.span.from), device: today.profile.device };
    const session = signIn(scene, visitor, { at: at + 15 * minute, factor: lost ? "none" : member.factor });
    enrolFactor(scene, { ...visitor, session }, at + 18 * minute, "push");
    member.open.set(today.profile, session);
    today.tags.push(lost ? "new-phone-by-help-desk" : "new-phone");
  };
};

/** A forgotten password: the mail, the new password, and in again. */
export const forgottenPassword: Habit = (scene, member) => {
  const on = member.random.between(0, 27);
  return (today) => {
    if (today.day !== on) return;
    const at = today.span.from - 10 * minute;
    const visitor = { who: member.who, place: today.path(at), device: today.profile.device };
    for (let wrong = 0; wrong < member.random.between(1, 4); wrong += 1)
      failedSignIn(scene, visitor, at - (wrong + 1) * minute);
    scene.write({}, { at, verb: "system.email.password_reset.sent_message", targets: [userEntity(member.who)] });
    scene.write(visitor, {
      at: at + 3 * minute,
      verb: "user.account.update_password",
      session: "unknown",
      uri: "/signin/reset-password",
      fingerprint: true,
      targets: [userEntity(member.who)],
    });
    today.tags.push("forgotten-password");
  };
};

/** Locked out, and unlocked by the help desk. */
export const lockedOut: Habit = (scene, member, around) => {
  const on = member.random.between(0, 27);
  return (today) => {
    if (today.day !== on) return;
    const at = today.span.from - 25 * minute;
    const visitor = { who: member.who, place: today.path(at), device: today.profile.device };
    for (let wrong = 0; wrong < 5; wrong += 1) failedSignIn(scene, visitor, at + wrong * 20_000);
    scene.write(visitor, {
      at: at + 110_000,
      verb: "user.account.lock",
      session: "unknown",
      result: "FAILURE",
      reason: "LOCKED_OUT",
      targets: [userEntity(member.who)],
    });
    failedSignIn(scene, visitor, at + 3 * minute, "LOCKED_OUT");
    around.ask(at + 6 * minute, member, (desk, opened) => unlock(scene, desk, opened + minute, member.who));
    today.tags.push("locked-out");
  };
};
