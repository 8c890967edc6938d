import { oktaId } from "../cast/person.ts";
import type { LogEvent } from "../log-event.ts";
import { type Scene, type Seat, userEntity } from "../scene.ts";
import { type Factor, factorNames } from "./sign-in.ts";

/** The person of the seat enrols a factor of their own; Okta mails a notice and, for Okta Verify, binds the phone. */
export function enrolFactor(scene: Scene, seat: Seat, at: number, factor: Exclude<Factor, "none">): LogEvent {
  const [name, label] = factorNames[factor];
  const phone = {
    id: oktaId("guo", scene.random),
    type: "Device",
    alternateId: "unknown",
    displayName: "phone",
    detailEntry: null,
  };
  const enrollment = {
    id: oktaId("lae", scene.random),
    type: "AuthenticatorEnrollment",
    alternateId: "unknown",
    displayName: label,
    detailEntry: { methodTypeUsed: label },
  };
  const activated = scene.write(seat, {
    at,
    verb: "user.mfa.factor.activate",
    reason: `User set up ${name} factor`,
    uri: "/idp/idx/challenge/answer",
    debug: { factor: name },
    fingerprint: true,
    targets: [userEntity(seat.who), enrollment],
  });
  if (factor === "push" || factor === "fastpass") {
    scene.write(seat, { at: at + 900, verb: "device.enrollment.create", uri: "/idp/authenticators", targets: [phone] });
    scene.write(seat, {
      at: at + 1100,
      verb: "device.user.add",
      uri: "/idp/authenticators",
      targets: [phone, userEntity(seat.who)],
    });
  }
  scene.write(
    {},
    {
      at: at + scene.random.between(1500, 9000),
      verb: "system.email.mfa_enroll_notification.sent_message",
      targets: [userEntity(seat.who)],
    },
  );
  return activated;
}
