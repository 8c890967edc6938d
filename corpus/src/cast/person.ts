import type { Random } from "../random/random.ts";
import { idAlphabet } from "./device.ts";

/** A human account. */
export interface Person {
  readonly id: string;
  readonly login: string;
  readonly name: string;
}

const first = (
  "Ada Ben Cleo Dara Emil Fay Gus Hana Ivo Jun Kaya Lars Mina Noor Otto Pia Quin Rosa Sami Tess Uma Vito Wren Xena Yael " +
  "Zeno Aldo Bea Carl Dina Edda Finn Gita Hugo Ines Jona Kim Lea Milo Nadia Omar Paul Rhea Sven Tara Ugo Vera Wim Yuri Zoe"
).split(" ");
const last = (
  "Abbot Brook Croft Dale Elder Frost Grove Heath Irons Jarvis Keller Lowe Marsh North Olsen Pryor Quill Ridge Stone Thorn " +
  "Underhill Vance West Young Zeller Ashby Birch Coll Dorn Esker Fenn Glade Holt Ives Jansen Knoll Lane Moss Nash Orr Pike Reed"
).split(" ");

/** Person number `index` of a tenant; names repeat with a number after some two thousand. */
export function person(index: number, domain: string, random: Random): Person {
  const given = first[index % first.length] ?? "Ada";
  const family = last[Math.floor(index / first.length + index) % last.length] ?? "Abbot";
  const round = Math.floor(index / (first.length * last.length));
  const login = `${given}.${family}${round === 0 ? "" : round + 1}`.toLowerCase();
  return { id: oktaId("00u", random), login: `${login}@${domain}`, name: `${given} ${family}` };
}

/** An identifier as Okta makes them: a prefix of the kind and 17 more characters. */
export function oktaId(prefix: string, random: Random): string {
  return prefix + random.text(idAlphabet, 20 - prefix.length);
}
