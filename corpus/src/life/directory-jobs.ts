import type { Random } from "../random/random.ts";
import { appTarget, type Scene, userEntity } from "../scene.ts";
import type { Member } from "./member.ts";
import { hour, minute } from "./workday.ts";

/** What Okta does by itself: imports from the directory, profiles pushed to apps. No client, no address, no session. */
export function directoryDay(scene: Scene, random: Random, on: { midnight: number; members: readonly Member[] }): void {
  scene.label = "directory-jobs";
  const session = (): string | null => random.pick(["unknown", null]);
  for (
    let at = on.midnight + random.between(0, 50) * minute;
    at < on.midnight + 24 * hour;
    at += random.between(3, 5) * hour
  ) {
    scene.write({}, { at, verb: "system.import.start", session: session() });
    for (let done = 0; done < random.between(0, 4) && on.members.length > 0; done += 1) {
      const who = random.pick(on.members).who;
      const verb = random.pick([
        "system.agent.ad.import_user",
        "application.provision.user.import",
        "application.provision.user.sync",
        "application.provision.user.push_profile",
      ] as const);
      scene.write(
        {},
        {
          at: at + done * 700,
          verb,
          session: session(),
          targets: [userEntity(who), appTarget(random.pick(scene.tenant.apps))],
        },
      );
    }
    scene.write({}, { at: at + 20_000, verb: "system.import.complete", session: session() });
  }
  if (random.chance(0.2))
    scene.write({}, { at: on.midnight + random.between(0, 23) * hour, verb: "system.agent.ad.connect", session: null });
}
