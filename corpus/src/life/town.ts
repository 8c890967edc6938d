import { officeCities } from "../cast/city.ts";
import { type Device, withOktaVerify } from "../cast/device.ts";
import { Addresses, type Place, placeOn } from "../cast/place.ts";
import { tenantOf } from "../cast/tenant.ts";
import { Random } from "../random/random.ts";
import { type Flavour, openSession, Scene } from "../scene.ts";
import { robotDay, type Robot, robotsOf } from "./automation.ts";
import { directoryDay } from "./directory-jobs.ts";
import type { Surroundings, Today } from "./habit.ts";
import { passwordSpray } from "./internet-background.ts";
import { turnsAtKiosk } from "./kiosk.ts";
import { hire, type Member, newProfile } from "./member.ts";
import { habits, type Mix, usualMix } from "./mix.ts";
import { staying } from "./path.ts";
import { joins, leaves } from "./staff-changes.ts";
import { Tickets } from "./tickets.ts";
import { hour, hours, minute, phoneBreak, workday } from "./workday.ts";

/** A tenant and a stretch of its life. */
export interface MonthOptions {
  readonly seed: string | number;
  /** People, 300 by default. */
  readonly users?: number;
  /** Days, 30 by default. */
  readonly days?: number;
  /** Midnight UTC of the first day; Monday, 4 May 2026 by default. */
  readonly from?: number;
  readonly flavour?: Flavour;
  readonly roots?: boolean;
  /** What differs from the usual mix of habits. */
  readonly mix?: Partial<Mix>;
}

/** A day that is being lived: who is where, for those who want to interfere. */
export interface LivedDay {
  readonly turn: number;
  readonly midnight: number;
  readonly scene: Scene;
  readonly days: ReadonlyMap<Member, Today>;
}

interface Kiosk {
  readonly device: Device;
  readonly place: Place;
  readonly people: readonly Member[];
}

/** The people, machines and programs of one tenant; lives one day at a time. */
export class Town {
  readonly random: Random;
  readonly scene: Scene;
  readonly mix: Mix;
  readonly from: number;
  readonly days: number;
  readonly #members: Member[];
  readonly #habits = new Map<Member, ((today: Today) => void)[]>();
  readonly #around: Surroundings;
  readonly #tickets = new Tickets();
  readonly #robots: Robot[];
  readonly #kiosks: readonly Kiosk[];
  readonly #joins = new Map<Member, number>();
  readonly #leaves = new Map<Member, number>();

  constructor(options: MonthOptions) {
    const users = options.users ?? 300;
    this.random = new Random(`${options.seed}/month`);
    this.mix = { ...usualMix, ...options.mix };
    this.from = options.from ?? Date.UTC(2026, 4, 4);
    this.days = options.days ?? 30;
    const { flavour, roots } = options;
    const tenant = tenantOf(this.random, {
      ...(flavour === undefined ? {} : { flavour }),
      ...(roots === undefined ? {} : { roots }),
    });
    this.scene = new Scene(tenant, this.random.fork("scene"), new Addresses());
    this.#members = this.#hireAll(users);
    this.#around = this.#surroundings();
    for (const member of this.#members) this.#habits.set(member, this.#habitsOf(member));
    this.#robots = robotsOf(
      this.scene,
      this.random,
      this.mix.robots === 0 ? 0 : Math.max(2, Math.round((users * this.mix.robots) / 100)),
    );
    this.#kiosks = Array.from({ length: Math.round((users * this.mix.kiosks) / 100) }, () => {
      const place = this.random.pick(this.#members).office;
      const staff = this.#members.filter((one) => one.office === place && one.works !== "home");
      return { device: this.#hallMachine(), place, people: this.random.some(staff, 25) };
    });
  }

  /** One day of everybody. */
  live(turn: number, midnight: number): LivedDay {
    const { scene, random } = this;
    const days = new Map<Member, Today>();
    for (const member of this.#members) {
      if ((this.#leaves.get(member) ?? Infinity) <= turn || (this.#joins.get(member) ?? -1) > turn) continue;
      days.set(member, this.#plan(member, turn, midnight));
    }
    for (const [member, today] of days) this.#act(member, today);
    this.#tickets.work(scene, days);
    for (const kiosk of this.#kiosks) this.#hall(kiosk, midnight, days);
    for (let burst = 0; burst < random.between(0, this.mix.spray * 2); burst += 1)
      passwordSpray(scene, random, { midnight, members: this.#members });
    for (const robot of this.#robots) robotDay(scene, random, robot, midnight);
    directoryDay(scene, random, { midnight, members: this.#members });
    return { turn, midnight, scene, days };
  }

  #plan(member: Member, turn: number, midnight: number): Today {
    const { random } = member;
    const weekend = new Date(midnight).getUTCDay() % 6 === 0;
    const works = random.chance(weekend ? 0.08 : 0.93);
    const where =
      member.works === "office" ? "office" : member.works === "home" ? "home" : random.chance(0.5) ? "office" : "home";
    const today: Today = {
      midnight,
      day: turn,
      span: hours(member, midnight),
      working: works,
      where: weekend ? "home" : where,
      path: staying(weekend || where === "home" ? member.home : member.office),
      profile: member.computer,
      before: [],
      after: [],
      tags: [],
    };
    if (!works) return today;
    this.scene.label = "special";
    for (const habit of this.#habits.get(member) ?? []) habit(today);
    today.tags.unshift(today.where);
    if (this.#joins.get(member) === turn) joins(this.scene, this.#around, member, today);
    if (this.#leaves.get(member) === turn + 1) leaves(this.scene, this.#around, member, today.span.to);
    return today;
  }

  #act(member: Member, today: Today): void {
    const { scene } = this;
    const { random } = member;
    scene.label = "phone";
    if (random.chance(this.mix.phone)) phoneBreak(scene, member, today.midnight);
    if (!today.working) return;
    scene.label = today.tags.join("+");
    const typos = random.chance(0.06) ? { typos: random.between(1, 3) } : {};
    const missed = random.chance(0.03) ? { missedPushes: random.between(1, 2) } : {};
    const before = (at: number): void => today.before.forEach((step) => step(at));
    const plan = {
      midnight: today.midnight,
      path: today.path,
      profile: today.profile,
      apps: random.between(3, 18),
      before,
      ...typos,
      ...missed,
    };
    workday(scene, member, plan, today.span);
    for (const step of today.after) step();
  }

  #hall(kiosk: Kiosk, midnight: number, days: ReadonlyMap<Member, Today>): void {
    const here = kiosk.people.filter((one) => one.office === kiosk.place && days.get(one)?.where === "office");
    if (here.length === 0) return;
    this.scene.label = "kiosk";
    const people = this.random.some(here, this.random.between(3, 10));
    const from = midnight - kiosk.place.city.utc * hour + 9 * hour + this.random.between(0, 120) * minute;
    turnsAtKiosk(this.scene, this.random, { ...kiosk, people, from, careless: this.random.chance(0.2) });
  }

  #hallMachine(): Device {
    const { device } = newProfile("computer", 147, this.random);
    return this.random.chance(0.3) ? withOktaVerify(device, "KIOSK-01", this.random) : device;
  }

  #hireAll(users: number): Member[] {
    const { scene, random } = this;
    const from = { random, addresses: scene.addresses };
    const sites = random.some(officeCities, Math.min(officeCities.length, Math.max(1, Math.round(users / 60))));
    const offices = sites.map((city) => ({
      office: placeOn("office", city, from),
      carrier: Array.from({ length: Math.max(4, Math.round(users / 12)) }, () => placeOn("mobile", city, from)),
    }));
    const admins = Math.max(2, Math.round(users * this.mix.admins));
    return Array.from({ length: users }, (_, index) => {
      const site = random.pick(offices);
      const carrier = random.some(site.carrier, 6);
      const member = hire(scene, { index, at: this.from, office: site.office, admin: index < admins, carrier });
      // Some sessions were open before the export begins.
      if (random.chance(0.3))
        member.open.set(member.computer, openSession(scene, this.from - random.between(1, 20) * hour));
      const fate = random.fraction();
      if (index >= admins && fate < this.mix.turnover) this.#joins.set(member, random.between(1, 25));
      if (index >= admins && fate > 1 - this.mix.turnover) this.#leaves.set(member, random.between(3, 29));
      return member;
    });
  }

  #surroundings(): Surroundings {
    const { scene, random } = this;
    const from = { random, addresses: scene.addresses };
    const places = (count: number, kind: "office" | "gateway" | "vpn" | "relay") =>
      Array.from({ length: count }, () => placeOn(kind, random.pick(officeCities), from));
    const homes = [...new Set(this.#members.map((member) => member.city))];
    return {
      random,
      corporateVpn: [placeOn("office", random.pick(homes), from), placeOn("cloud", random.pick(homes), from)],
      gateway: places(6, "gateway"),
      commercialVpn: places(12, "vpn"),
      relays: homes.flatMap((city) => Array.from({ length: 6 }, () => placeOn("relay", city, from))),
      members: this.#members,
      ask: (at, whose, work) => this.#tickets.add({ at, whose, work, random: this.random }),
    };
  }

  #habitsOf(member: Member): ((today: Today) => void)[] {
    return habits
      .filter(([share]) => (share === "all-admins" ? member.admin : member.random.chance(this.mix[share])))
      .map(([, habit]) => habit(this.scene, member, this.#around));
  }
}
