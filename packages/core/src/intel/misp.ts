import type { Gather } from "./gather.ts";
import { list, member, text } from "./plain.ts";

/** Types of attributes whose value a log of sign-ins shows; of two values in one, the part that is. */
const SHOWN: Readonly<Record<string, readonly number[]>> = {
  "ip-src": [0],
  "ip-dst": [0],
  "ip-src|port": [0],
  "ip-dst|port": [0],
  domain: [0],
  hostname: [0],
  "hostname|port": [0],
  "domain|ip": [0, 1],
  url: [0],
  "user-agent": [],
};

/** Whether a document is a MISP event, or several. */
export function isMisp(document: unknown): boolean {
  return eventsOf(document).length > 0;
}

/** The attributes of MISP events, those within objects too; what is deleted or not meant for detection is left out. */
export function readMisp(document: unknown, gather: Gather): void {
  for (const event of eventsOf(document)) {
    const attributes = [...list(event, "Attribute"), ...list(event, "Object").flatMap((one) => list(one, "Attribute"))];
    for (const attribute of attributes) {
      if (member(attribute, "deleted") === true || member(attribute, "to_ids") === false) continue;
      const type = text(attribute, "type");
      const parts = Object.hasOwn(SHOWN, type) ? SHOWN[type] : undefined;
      if (parts === undefined) {
        gather.skip();
        continue;
      }
      const note = [text(event, "info"), text(attribute, "comment")].filter((one) => one !== "").join(" · ");
      const value = text(attribute, "value");
      const values = type.includes("|") ? value.split("|") : [value];
      if (type === "user-agent") gather.agent(value, { note });
      else for (const n of parts) gather.value(values[n] ?? "", 0, { note });
    }
  }
}

function eventsOf(document: unknown): readonly unknown[] {
  const wrapped = member(document, "response");
  const all: readonly unknown[] = Array.isArray(document)
    ? (document as readonly unknown[])
    : Array.isArray(wrapped)
      ? (wrapped as readonly unknown[])
      : [document];
  return all.flatMap((one) => {
    const event = member(one, "Event") ?? one;
    return Array.isArray(member(event, "Attribute")) || Array.isArray(member(event, "Object")) ? [event] : [];
  });
}
