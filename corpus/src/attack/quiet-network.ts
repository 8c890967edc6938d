import { kilometres, officeCities } from "../cast/city.ts";
import type { Place } from "../cast/place.ts";
import { newDevice, withOktaVerify } from "../cast/device.ts";
import { v6Host } from "../cast/place.ts";
import { openApp } from "../gesture/open-app.ts";
import { signIn } from "../gesture/sign-in.ts";
import { turnsAtKiosk } from "../life/kiosk.ts";
import { hire, upgradeBrowser } from "../life/member.ts";
import { hour, minute } from "../life/workday.ts";
import { beginDay, elsewhere, type Quiet, work } from "./stage.ts";

/** N3: the laptop on a phone's hotspot, or the phone itself leaving the Wi-Fi; carriers often surface far away. */
export const carrierSwitch: Quiet = (stage) => {
  const { random, scene, member } = stage;
  const far = random.chance(0.4);
  const near = officeCities.filter((city) => city.country === stage.place.city.country);
  const mobile = elsewhere(stage, "mobile", far && near.length > 0 ? random.pick(near) : stage.place.city);
  const onPhone = random.chance(0.5);
  if (!onPhone) {
    const seat = beginDay(stage);
    const left = stage.start + random.between(60, 300) * minute;
    work(stage, { ...seat, place: mobile }, { from: left, to: left + hour, apps: 4 });
    const back = random.chance(0.6);
    if (back) work(stage, seat, { from: left + hour, to: left + 3 * hour, apps: 4 });
    return { seat: { ...seat, place: back ? seat.place : mobile }, traits: { on: "laptop", far, back } };
  }
  const visitor = { who: member.who, place: member.home, device: member.phone.device };
  const session = signIn(scene, visitor, { at: stage.start, factor: member.factor });
  const seat = { ...visitor, session };
  work(stage, seat, { from: stage.start + minute, to: stage.start + hour, apps: 2 });
  for (let trip = 0; trip < random.between(1, 4); trip += 1) {
    const at = stage.start + (2 + trip * 2) * hour;
    work(
      stage,
      { ...seat, place: trip % 2 === 0 ? mobile : elsewhere(stage, "mobile") },
      { from: at, to: at + hour, apps: 2 },
    );
    work(stage, seat, { from: at + hour, to: at + 2 * hour, apps: 1 });
  }
  return { seat, traits: { on: "phone", far } };
};

/** N4: the company's VPN or gateway, or a commercial one; on, off and on again, in another country or this one. */
export const vpnFlip: Quiet = (stage) => {
  const { random } = stage;
  const kind = random.pick(["office", "gateway", "cloud", "vpn", "vpn"] as const);
  const abroad = (kind === "vpn" || kind === "gateway") && random.chance(0.5);
  const city = abroad
    ? random.pick(officeCities.filter((one) => kilometres(one, stage.place.city) > 500))
    : stage.place.city;
  const exit = elsewhere(stage, kind, city);
  const seat = beginDay(stage);
  const flips = random.between(1, 6);
  let at = stage.start + hour;
  for (let flip = 0; flip < flips; flip += 1) {
    const place = flip % 2 === 0 ? exit : seat.place;
    const until = at + random.between(10, 100) * minute;
    work(stage, { ...seat, place }, { from: at, to: until, apps: random.between(1, 4) });
    at = until;
  }
  // The factor is asked for again on the other network: the fingerprint is the old one.
  const again = random.chance(0.5);
  if (again)
    openApp(stage.scene, { ...seat, place: exit }, random.pick(stage.member.apps), {
      at: at + minute,
      stepUp: stage.member.factor,
    });
  const updatedToo = random.chance(0.15);
  if (updatedToo) {
    upgradeBrowser(stage.member.computer);
    work(
      stage,
      { ...seat, place: exit, device: stage.member.computer.device },
      { from: at + 10 * minute, to: at + hour, apps: 2 },
    );
  }
  return {
    seat: { ...seat, place: random.chance(0.5) ? exit : seat.place, device: stage.member.computer.device },
    traits: { exit: kind, abroad, flips, again, updatedToo },
  };
};

/** N6: one machine in a hall or a meeting room, one profile, people taking turns. */
export const kiosk: Quiet = (stage) => {
  const { random, scene, member } = stage;
  const device = newDevice({ system: "windows", browser: "edge", version: member.computer.agent.version }, random);
  const hall = random.chance(0.3) ? withOktaVerify(device, "KIOSK-01", random) : device;
  const others = Array.from({ length: random.between(3, 11) }, (_, turn) =>
    hire(scene, { index: 2100 + turn, at: stage.midnight, office: member.office }),
  );
  const careless = random.chance(0.3);
  const people = [member, ...others];
  const seats = turnsAtKiosk(scene, random, {
    device: hall,
    place: member.office,
    people,
    from: stage.start,
    careless,
  });
  return { seat: seats[0] ?? beginDay(stage), traits: { people: people.length, careless } };
};

/** N8: every request may leave through another relay; a dual-stack line does the same with its two addresses. */
export const dualRelay: Quiet = (stage) => {
  const { random, member } = stage;
  member.computer.agent = { system: "mac", browser: "safari", version: member.computer.agent.version };
  member.computer.device = newDevice(member.computer.agent, random);
  const relays: Place[] = Array.from({ length: random.between(2, 8) }, () => elsewhere(stage, "relay"));
  const subnet = stage.scene.addresses.v6Subnet();
  const onSix = random.chance(0.5);
  const exits = relays.map((place) => (onSix && random.chance(0.6) ? { ...place, ip: v6Host(subnet, random) } : place));
  const signsInDirectly = random.chance(0.5);
  const seat = beginDay(stage, signsInDirectly ? stage.place : random.pick(exits));
  for (let turn = 0; turn < random.between(4, 12); turn += 1) {
    const at = stage.start + hour + turn * 20 * minute;
    work(
      stage,
      { ...seat, place: random.chance(0.15) ? stage.place : random.pick(exits) },
      { from: at, to: at + 15 * minute, apps: 1 },
    );
  }
  return { seat: { ...seat, place: random.pick(exits) }, traits: { exits: exits.length, signsInDirectly, onSix } };
};
