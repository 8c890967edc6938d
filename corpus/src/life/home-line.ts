import { type Place, v6Host } from "../cast/place.ts";
import type { Habit } from "./habit.ts";
import { rotatingEvery } from "./path.ts";
import { hour } from "./workday.ts";

/** A line with both protocols: requests alternate between the IPv4 address and an IPv6 address that changes daily. */
export const dualStack: Habit = (scene, member) => {
  const subnet = scene.addresses.v6Subnet();
  return (today) => {
    if (today.where !== "home") return;
    const six: Place = { ...member.home, ip: v6Host(subnet, member.random) };
    const four = today.path;
    today.path = (at) => {
      const place = four(at);
      return place.ip === member.home.ip && member.random.chance(0.6) ? six : place;
    };
    today.tags.push("dual-stack");
  };
};

/** Carrier-grade translation: the address changes every few hours, and neighbours share it. */
export const sharedAddress: Habit = (scene, member) => {
  const pool: Place[] = [
    member.home,
    { ...member.home, ip: scene.addresses.v4("people") },
    { ...member.home, ip: scene.addresses.v4("people") },
  ];
  const turn = rotatingEvery(pool, 5 * hour);
  return (today) => {
    if (today.where !== "home") return;
    const line = today.path;
    today.path = (at) => {
      const place = line(at);
      return place.ip === member.home.ip ? turn(at) : place;
    };
    today.tags.push("shared-address");
  };
};

/** A browser that keeps no cookies, or one whose system Okta cannot read: fields stay empty. */
export const blankFields: Habit = (_scene, member) => {
  const { device } = member.computer;
  const os = member.random.chance(0.5) ? "Unknown" : device.agent.os;
  const dtHash = member.random.pick(["-", null, device.dtHash]);
  member.computer.device = { ...device, dtHash, agent: { ...device.agent, os } };
  return (today) => today.tags.push("blank-fields");
};
