import { compareAgents } from "../../agent/index.ts";
import { inWords } from "../../baseline/index.ts";
import type { Observed } from "../observed.ts";
import { isRented, observed, type Frame } from "./frame.ts";

/**
 * The device: the token is a cookie (`DT`) and travels with a stolen jar; the fingerprint is made by the client and
 * does not. One without the other is the mark of a jar that moved, and the pair no public rule uses.
 */
export function compareDevice(frame: Frame): readonly Observed[] {
  const { before, now } = frame;
  // Behind one door of ordinary people, several tokens are several applications, not several people.
  if (before.network.ip !== "" && before.network.ip === now.network.ip && !isRented(now.network)) return [];
  return [...compareCookies(frame), ...compareRegistered(frame)];
}

function compareCookies(frame: Frame): readonly Observed[] {
  const { before, now, history, event } = frame;
  const token =
    frame.sharedToken || before.dt === "" || now.dt === "" ? "unknown" : before.dt === now.dt ? "same" : "other";
  const print = before.fp === "" || now.fp === "" ? "unknown" : before.fp === now.fp ? "same" : "other";
  const change = compareAgents(before.agent, now.agent);
  const otherBrowser =
    change === "other-browser" || change === "other-os" || change === "script" || change === "downgrade";
  if (print === "same")
    return [observed(frame, "device.same-fingerprint", "The device fingerprint, which no cookie carries, is the same")];
  if (token === "same") {
    // A browser that updates itself may change its fingerprint too; then the pair proves less.
    if (print === "other" && change !== "upgrade")
      return [
        observed(
          frame,
          "device.jar-moved",
          "Same device token (a cookie) but another device fingerprint (not a cookie): the cookie jar moved to another machine",
        ),
      ];
    if (print === "other") return [observed(frame, "device.other-fingerprint", "Another device fingerprint", 0.5)];
    return otherBrowser
      ? [
          observed(
            frame,
            "device.token-in-another-browser",
            `One device token in two browsers: ${before.agent.label}, then ${now.agent.label}`,
          ),
        ]
      : [observed(frame, "device.same-token", "Same device token, though a stolen cookie jar would bring it along")];
  }
  const said: Observed[] = [];
  if (token === "other") {
    const familiar = history.familiar("device", now.dt, event.time);
    if (familiar !== undefined)
      said.push(observed(frame, "device.familiar", `A device of this user: ${inWords(familiar)}`));
    else {
      const churns = before.churn > 0;
      const why = churns
        ? "Another device token, in a session that makes several"
        : "Another device token: the session's cookie is used on a device that did not open it";
      said.push(observed(frame, "device.other-token", why, churns ? 0.4 : undefined));
    }
  }
  if (print === "other") said.push(observed(frame, "device.other-fingerprint", "Another device fingerprint"));
  return said;
}

function compareRegistered(frame: Frame): readonly Observed[] {
  const { before, now } = frame;
  if (before.deviceId === "" || now.deviceId === "") return [];
  if (before.deviceId !== now.deviceId)
    return [observed(frame, "device.other-device", "Another registered device than the one that opened the session")];
  return now.managed
    ? [observed(frame, "device.managed", "The same managed device")]
    : [observed(frame, "device.same-device", "The same registered device")];
}
