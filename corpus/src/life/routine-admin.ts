import { oktaId, person } from "../cast/person.ts";
import {
  assignApp,
  changeGroup,
  createUser,
  editPolicy,
  exportReport,
  grantRole,
  mintToken,
  resetFactors,
  resetPassword,
  unlock,
} from "../gesture/administer.ts";
import { openAdminConsole } from "../gesture/open-app.ts";
import type { Random } from "../random/random.ts";
import type { Scene, Seat } from "../scene.ts";
import type { Member } from "./member.ts";

const minuteLong = 60_000;

/** How often a routine act is among the ones that an administrator does in a sitting. */
const acts: readonly (readonly [
  weight: number,
  act: (scene: Scene, seat: Seat, at: number, random: Random) => unknown,
])[] = [
  [
    20,
    (scene, seat, at, random) =>
      changeGroup(scene, seat, at, {
        verb: random.chance(0.8) ? "add" : "remove",
        who: colleague(scene, random),
        group: random.pick(groups),
      }),
  ],
  [
    16,
    (scene, seat, at, random) =>
      assignApp(scene, seat, at, { who: colleague(scene, random), app: random.pick(scene.tenant.apps) }),
  ],
  [10, (scene, seat, at, random) => resetPassword(scene, seat, at, colleague(scene, random))],
  [8, (scene, seat, at, random) => unlock(scene, seat, at, colleague(scene, random))],
  [6, (scene, seat, at, random) => resetFactors(scene, seat, at, colleague(scene, random))],
  [
    8,
    (scene, seat, at, random) =>
      createUser(scene, seat, at, { ...person(random.between(1000, 1900), scene.tenant.domain, random) }),
  ],
  [
    4,
    (scene, seat, at, random) =>
      editPolicy(scene, seat, at, {
        verb: random.chance(0.7) ? "policy.rule.update" : "policy.lifecycle.update",
        name: random.pick(["Office staff", "Contractors", "Catch-all Rule"]),
      }),
  ],
  [
    1,
    (scene, seat, at, random) =>
      grantRole(scene, seat, at, {
        who: colleague(scene, random),
        role: random.pick(["Help desk administrator", "Read-only administrator", "Application administrator"]),
      }),
  ],
  [
    1,
    (scene, seat, at, random) =>
      mintToken(scene, seat, at, random.pick(["scim-bridge", "siem-export", "hr-sync", "ci-deploy"])),
  ],
  [
    1,
    (scene, seat, at, random) =>
      exportReport(scene, seat, at, {
        name: "Application usage",
        uri: "/api/v1/reports/app-usage",
        download: random.chance(0.7),
      }),
  ],
  [
    3,
    (scene, seat, at) =>
      scene.write(seat, {
        at,
        verb: "application.lifecycle.update",
        uri: "/api/v1/apps",
        targets: [
          {
            id: oktaId("0oa", scene.random),
            type: "AppInstance",
            alternateId: "Internal Wiki",
            displayName: "Internal Wiki",
            detailEntry: null,
          },
        ],
      }),
  ],
];

const groups = ["Everyone in Sales", "Engineering", "VPN users", "Contractors", "Finance", "Salesforce users"] as const;

/** One sitting in the Admin Console, with a step-up when the session has had none: what the job is. Answers its end. */
export function administerRoutinely(
  scene: Scene,
  member: Member,
  seat: Seat,
  sitting: { at: number; acts: number; stepUp: boolean },
): number {
  const { random } = member;
  let at = openAdminConsole(scene, seat, { at: sitting.at, ...(sitting.stepUp ? { stepUp: member.factor } : {}) });
  const total = acts.reduce((sum, [weight]) => sum + weight, 0);
  for (let done = 0; done < sitting.acts; done += 1) {
    at += random.between(1, 8) * minuteLong;
    let draw = random.between(1, total);
    const chosen = acts.find(([weight]) => (draw -= weight) <= 0);
    chosen?.[1](scene, seat, at, random);
  }
  return at;
}

function colleague(scene: Scene, random: Random): ReturnType<typeof person> {
  const index = random.between(0, 400);
  return person(index, scene.tenant.domain, scene.random.fork(`member-${index}`));
}
