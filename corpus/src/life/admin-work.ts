import { oktaId } from "../cast/person.ts";
import { changeIdp, exportReport } from "../gesture/administer.ts";
import { openAdminConsole } from "../gesture/open-app.ts";
import type { Habit } from "./habit.ts";
import { callsOfOkta } from "./first-party.ts";
import { administerRoutinely } from "./routine-admin.ts";
import { hour, minute } from "./workday.ts";

/** The day of an administrator: sittings in the console, wherever the person is, and Okta's own calls behind them. */
export const adminWork: Habit = (scene, member) => {
  const { random } = member;
  const rotates = random.chance(0.3) ? random.between(5, 25) : -1;
  const idp = { id: oktaId("0oa", random), name: "Partner IdP", keyId: random.hex(16) };
  return (today) => {
    if (!today.working) return;
    const tag = "admin-work";
    today.tags.push(tag);
    today.after.push(() => {
      const session = member.open.get(today.profile);
      if (session === undefined) return;
      const seatAt = (at: number) => ({
        who: member.who,
        place: today.path(at),
        device: today.profile.device,
        session,
      });
      for (let sitting = 0; sitting < random.between(0, 2); sitting += 1) {
        const at = random.between(today.span.from + 5 * minute, today.span.to - hour);
        const seat = seatAt(at);
        administerRoutinely(scene, member, seat, { at, acts: random.between(1, 5), stepUp: random.chance(0.6) });
        if (random.chance(0.5)) callsOfOkta(scene, seat, { at, calls: random.between(1, 6), random });
      }
      if (today.day === rotates) rotateCertificate();
      if (today.day >= 26 && random.chance(0.4)) monthsEnd();

      // A certificate that is about to expire, changed as planned.
      function rotateCertificate(): void {
        const at = today.span.from + 2 * hour;
        const seat = seatAt(at);
        const opened = openAdminConsole(scene, seat, { at, stepUp: member.factor });
        scene.write(seat, { at: opened + minute, verb: "system.idp.key.create", uri: "/api/v1/idps/credentials/keys" });
        changeIdp(scene, seat, opened + 3 * minute, { verb: "update", idp });
        if (random.chance(0.5)) changeIdp(scene, seat, opened + 9 * minute, { verb: "activate", idp });
      }

      function monthsEnd(): void {
        const at = today.span.from + 3 * hour;
        const seat = seatAt(at);
        const opened = openAdminConsole(scene, seat, { at, stepUp: member.factor });
        const name = random.pick(["Okta administrators", "Application usage", "MFA enrollment"]);
        exportReport(scene, seat, opened + 2 * minute, { name, uri: "/api/v1/reports/export", download: true });
      }
    });
  };
};
