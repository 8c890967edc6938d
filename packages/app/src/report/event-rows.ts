import type { Envelope } from "@nightlatch/core";
import type { TextRows } from "./rows.ts";

/** An event to be shown. */
export interface ShownEvent {
  readonly envelope: Envelope;
  readonly received: number;
  /** The record's text; base64 when it is no UTF-8. */
  readonly raw: string;
  /** The record; absent when it is no JSON text. */
  readonly record: unknown;
}

type Column = readonly [name: string, of: (event: Envelope) => string];
const target: Column = ["target", ({ targets }) => targets.map(({ name, id }) => name || id).join(" ")];
const user: Column = ["user", ({ actorName, actorId }) => actorName || actorId];
const outcome: Column = ["outcome", (event) => event.outcome];
const type: Column = ["type", (event) => event.type];
const ip: Column = ["ip", (event) => event.ip];
const country: Column = ["country", (event) => event.country];
const uid: Column = ["uid", (event) => event.uid];

const BRIEF: readonly Column[] = [
  ["time", ({ time }) => new Date(time).toISOString().slice(0, 19)],
  type,
  outcome,
  user,
  ip,
  country,
  target,
  uid,
];
const FULL: readonly Column[] = [
  ["time", ({ time }) => new Date(time).toISOString()],
  ["tenant", ({ tenant }) => tenant],
  ["source", ({ source }) => source],
  uid,
  type,
  outcome,
  ["reason", ({ reason }) => reason],
  user,
  ["user id", ({ actorId }) => actorId],
  ["session", ({ session }) => session],
  ip,
  ["network", ({ asOrg }) => asOrg],
  country,
  ["city", ({ city }) => city],
  ["device", ({ deviceId, dt }) => deviceId || dt],
  ["agent", ({ ua }) => ua],
  target,
];

/** Events as rows; `brief` leaves out what a terminal has no room for. */
export function eventRows(events: readonly ShownEvent[], { brief }: { readonly brief: boolean }): TextRows {
  const columns = brief ? BRIEF : FULL;
  return {
    columns: columns.map(([name]) => name),
    rows: events.map(({ envelope }) => columns.map(([, of]) => of(envelope))),
    whole: ["time", "uid"],
  };
}
