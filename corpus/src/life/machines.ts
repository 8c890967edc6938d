import { newDevice } from "../cast/device.ts";
import { enrolFactor } from "../gesture/enrol.ts";
import { openApp } from "../gesture/open-app.ts";
import { signIn } from "../gesture/sign-in.ts";
import type { Habit } from "./habit.ts";
import { newProfile, type Profile, upgradeBrowser } from "./member.ts";
import { staying } from "./path.ts";
import { hour, minute, workday } from "./workday.ts";

/** The browser updates itself once in the month, in the middle of a day, sessions and all. */
export const browserUpdates: Habit = (_scene, member) => {
  const on = member.random.between(0, 27);
  return (today) => {
    if (today.day % 28 !== on) return;
    const at = member.random.between(today.span.from, today.span.to);
    const { profile } = today;
    let done = false;
    today.before.push((now) => {
      if (done || now < at) return;
      done = true;
      upgradeBrowser(profile);
    });
    today.after.push(() => {
      if (!done) upgradeBrowser(profile);
      if (member.random.chance(0.5)) upgradeBrowser(member.phone);
    });
    today.tags.push("browser-update");
  };
};

/** A second browser on the same machine, with a session of its own, in the same hours. */
export const secondBrowser: Habit = (scene, member) => {
  const agent = {
    ...member.computer.agent,
    browser: member.computer.agent.browser === "firefox" ? ("chrome" as const) : ("firefox" as const),
  };
  const other: Profile = { agent, device: newDevice(agent, member.random) };
  return (today) => {
    if (!today.working || member.random.chance(0.5)) return;
    today.tags.push("second-browser");
    today.after.push(() => {
      const from = today.span.from + member.random.between(10, 240) * minute;
      workday(
        scene,
        member,
        { midnight: today.midnight, path: today.path, profile: other, apps: member.random.between(1, 4) },
        { from, to: today.span.to },
      );
    });
  };
};

/** The computer at home, in the evening. */
export const eveningComputer: Habit = (scene, member) => {
  const own = newProfile("computer", member.computer.agent.version, member.random);
  return (today) => {
    if (today.where === "away" || member.random.chance(0.7)) return;
    today.tags.push("evening-computer");
    today.after.push(() => {
      const from = today.span.to + member.random.between(30, 180) * minute;
      const path = staying(member.home);
      workday(
        scene,
        member,
        { midnight: today.midnight, path, profile: own, apps: member.random.between(1, 3) },
        { from, to: from + 2 * hour },
      );
    });
  };
};

/** A new laptop: another device token from one day to the next, and for some a new FastPass on it. */
export const newLaptop: Habit = (scene, member) => {
  const on = member.random.between(2, 25);
  return (today) => {
    if (today.day !== on) return;
    member.computer = newProfile("computer", member.computer.agent.version, member.random);
    today.profile = member.computer;
    today.tags.push("new-laptop");
    if (member.factor !== "fastpass") return;
    const place = today.path(today.span.from);
    const visitor = { who: member.who, place, device: today.profile.device };
    const session = signIn(scene, visitor, { at: today.span.from - 15 * minute, factor: "push" });
    enrolFactor(scene, { ...visitor, session }, today.span.from - 9 * minute, "fastpass");
    openApp(scene, { ...visitor, session }, member.random.pick(member.apps), { at: today.span.from - 4 * minute });
  };
};
