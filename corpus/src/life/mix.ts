import { adminWork } from "./admin-work.ts";
import { forgottenPassword, lockedOut, newPhone } from "./credentials.ts";
import type { Habit } from "./habit.ts";
import { blankFields, dualStack, sharedAddress } from "./home-line.ts";
import { browserUpdates, eveningComputer, newLaptop, secondBrowser } from "./machines.ts";
import { coworking, hotspot, traveller } from "./on-the-move.ts";
import { commercialVpn, corporateVpn, privateRelay, webGateway } from "./private-networks.ts";

/** The share of the staff that has each habit, and the rates of what happens to a whole tenant. */
export interface Mix {
  readonly corporateVpn: number;
  readonly webGateway: number;
  readonly commercialVpn: number;
  readonly privateRelay: number;
  readonly dualStack: number;
  readonly sharedAddress: number;
  readonly blankFields: number;
  readonly hotspot: number;
  readonly coworking: number;
  readonly traveller: number;
  readonly browserUpdates: number;
  readonly secondBrowser: number;
  readonly eveningComputer: number;
  readonly newLaptop: number;
  readonly newPhone: number;
  readonly forgottenPassword: number;
  readonly lockedOut: number;
  /** Share of the staff that administers; at least two persons do. */
  readonly admins: number;
  /** Share that joins, and share that leaves, in the month. */
  readonly turnover: number;
  /** A person's chance of using the phone on a day. */
  readonly phone: number;
  /** Kiosks and meeting-room machines for every hundred persons. */
  readonly kiosks: number;
  /** Bursts of password spray a day. */
  readonly spray: number;
  /** Programs with tokens for every hundred persons; at least two. */
  readonly robots: number;
  /** Share of events that polling delivers twice, and share that comes up to an hour late. */
  readonly repeated: number;
  readonly late: number;
}

export const usualMix: Mix = {
  corporateVpn: 0.25,
  webGateway: 0.12,
  commercialVpn: 0.05,
  privateRelay: 0.06,
  dualStack: 0.15,
  sharedAddress: 0.1,
  blankFields: 0.03,
  hotspot: 0.12,
  coworking: 0.04,
  traveller: 0.12,
  browserUpdates: 0.95,
  secondBrowser: 0.15,
  eveningComputer: 0.12,
  newLaptop: 0.05,
  newPhone: 0.08,
  forgottenPassword: 0.08,
  lockedOut: 0.04,
  admins: 0.03,
  turnover: 0.04,
  phone: 0.35,
  kiosks: 0.7,
  spray: 2,
  robots: 1,
  repeated: 0.002,
  late: 0.003,
};

/** Habits in the order in which they are laid over a day: the line at home first, then what runs over it. */
export const habits: readonly (readonly [share: keyof Mix | "all-admins", habit: Habit])[] = [
  ["blankFields", blankFields],
  ["dualStack", dualStack],
  ["sharedAddress", sharedAddress],
  ["coworking", coworking],
  ["hotspot", hotspot],
  ["traveller", traveller],
  ["corporateVpn", corporateVpn],
  ["commercialVpn", commercialVpn],
  ["privateRelay", privateRelay],
  ["webGateway", webGateway],
  ["newLaptop", newLaptop],
  ["browserUpdates", browserUpdates],
  ["newPhone", newPhone],
  ["forgottenPassword", forgottenPassword],
  ["lockedOut", lockedOut],
  ["secondBrowser", secondBrowser],
  ["eveningComputer", eveningComputer],
  ["all-admins", adminWork],
];
