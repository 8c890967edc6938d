import { administerRoutinely } from "../life/routine-admin.ts";
import { minute } from "../life/workday.ts";
import type { Random } from "../random/random.ts";
import { type Case, type CaseOptions, closeCase } from "./case.ts";
import { carrierSwitch, dualRelay, kiosk, vpnFlip } from "./quiet-network.ts";
import {
  anonymousSessions,
  firstParty,
  repeatedAndLate,
  severalTokens,
  transientIds,
  upgrade,
} from "./quiet-session.ts";
import { type Quiet, setStage } from "./stage.ts";

/** The ordinary situations that look like theft to simpler rules, N1 to N10: a detector must stay quiet on all. */
export type QuietId = "N1" | "N2" | "N3" | "N4" | "N5" | "N6" | "N7" | "N8" | "N9" | "N10";

const recipes: Readonly<Record<QuietId, readonly [title: string, play: Quiet]>> = {
  N1: ["Okta calling itself under the administrator's session", firstParty],
  N2: ["An OpenID Connect exchange with several device tokens in one session", severalTokens],
  N3: ["From Wi-Fi to the mobile network", carrierSwitch],
  N4: ["A VPN switched on and off", vpnFlip],
  N5: ["A browser that updates itself in mid-session", upgrade],
  N6: ["A kiosk: one device token, many people", kiosk],
  N7: ["The session id changes from transient to lasting at sign-in", transientIds],
  N8: ["iCloud Private Relay: many exits in one session", dualRelay],
  N9: ["Events without a session id", anonymousSessions],
  N10: ["The same events twice, and some late", repeatedAndLate],
};

export const quietIds: readonly QuietId[] = ["N1", "N2", "N3", "N4", "N5", "N6", "N7", "N8", "N9", "N10"];

/** One variant of a case that must stay quiet. Equal options give the equal case. */
export function quiet(id: QuietId, options: CaseOptions): Case {
  const [title, play] = recipes[id];
  const draw: Random = setStage(id, options, { admin: false }).random.fork("recipe");
  const admin = id === "N1" || draw.chance(0.4);
  const stage = setStage(id, options, { admin });
  const { seat, traits } = play(stage);
  const { scene, member } = stage;
  // Administrators do their work wherever they are: the odd circumstance and the sensitive act may coincide.
  if (admin && id !== "N6" && id !== "N9") {
    administerRoutinely(scene, member, seat, {
      at: stage.start + draw.between(60, 400) * minute,
      acts: draw.between(1, 3),
      stepUp: draw.chance(0.7),
    });
  }
  const closed = closeCase(scene, {
    id,
    title,
    traits: { ...traits, admin, flavour: scene.tenant.flavour, roots: scene.tenant.roots },
    truth: {
      attack: false,
      user: { id: member.who.id, login: member.who.login },
      sessions: [seat.session.id],
      tells: [],
    },
  });
  return id === "N10" ? repeatedAndLate.arrange(closed, draw) : closed;
}
