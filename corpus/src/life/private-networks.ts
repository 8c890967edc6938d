import { type Device, newDevice } from "../cast/device.ts";
import type { Habit } from "./habit.ts";
import type { Member } from "./member.ts";
import { flipping, rotating, staying } from "./path.ts";
import { minute } from "./workday.ts";

/** The company's VPN, on and off several times a day when away from the office. */
export const corporateVpn: Habit = (_scene, member, around) => {
  const exit = member.random.pick(around.corporateVpn);
  return (today) => {
    if (today.where === "office") return;
    const times = someTimes(member, today.span, member.random.between(1, 8));
    today.path = flipping(today.path, staying(exit), times);
    today.tags.push("corporate-vpn");
  };
};

/** A secure web gateway: part of the requests leave through it, part directly, or all through a changing exit. */
export const webGateway: Habit = (_scene, member, around) => {
  const split = member.random.chance(0.5);
  const exits = member.random.some(around.gateway, 2);
  return (today) => {
    const direct = today.path;
    const tunnel = rotating(exits, member.random);
    today.path = split ? (at) => (member.random.chance(0.5) ? direct(at) : tunnel(at)) : tunnel;
    today.tags.push(split ? "gateway-split" : "gateway");
  };
};

/** A commercial VPN for some hours, each time out of another exit, often in another country. */
export const commercialVpn: Habit = (_scene, member, around) => (today) => {
  if (today.where === "office" || member.random.chance(0.4)) return;
  const times = someTimes(member, today.span, member.random.between(1, 4));
  today.path = flipping(today.path, staying(member.random.pick(around.commercialVpn)), times);
  today.tags.push("commercial-vpn");
};

/** iCloud Private Relay: Safari, a choice of exits, direct now and then. */
export const privateRelay: Habit = (_scene, member, around) => {
  const exits = member.random.some(around.relays, 5);
  useSafari(member);
  return (today) => {
    const direct = today.path;
    const relay = rotating(exits, member.random);
    today.path = (at) => (member.random.chance(0.12) ? direct(at) : relay(at));
    today.tags.push("private-relay");
  };
};

function useSafari(member: Member): void {
  const agent = { ...member.computer.agent, system: "mac", browser: "safari" } as const;
  const device: Device = newDevice(agent, member.random);
  member.computer.agent = agent;
  member.computer.device = device;
}

/** Times within the day, in order. */
export function someTimes(
  member: Member,
  span: { readonly from: number; readonly to: number },
  count: number,
): number[] {
  return Array.from({ length: count }, () => member.random.between(span.from + 5 * minute, span.to)).sort(
    (a, b) => a - b,
  );
}
