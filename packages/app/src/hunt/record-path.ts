import { LEFT_OUT } from "../store/events/columns.ts";

/** A path of the record in SQL: one value of type Dynamic, or an array of them, or text for what the column leaves out. */
export type RecordValue =
  | { readonly kind: "one" | "many"; readonly sql: string }
  | { readonly kind: "text"; readonly sql: string };

/** `keys` are identifiers, `[]` behind those of lists. */
export function recordValue(keys: readonly string[]): RecordValue {
  if (LEFT_OUT.includes(keys.join("."))) {
    const place = keys.map((key) => `'${key}'`).join(", ");
    return {
      kind: "text",
      sql: `if(JSONType(raw, ${place}) IN ('String', 'Bool', 'Int64'), JSONExtractString(raw, ${place}), '')`,
    };
  }
  const path = keys.map((key) => (key.endsWith("[]") ? `\`${key.slice(0, -2)}\`[]` : `\`${key}\``)).join(".");
  const lists = keys.filter((key) => key.endsWith("[]")).length;
  if (lists === 0) return { kind: "one", sql: `record.${path}` };
  return { kind: "many", sql: lists === 1 ? `record.${path}` : `arrayFlatten(record.${path})` };
}

/** Largest whole number that has one text in JSON and in JavaScript. */
const SAFE = "9007199254740991";

/** The text of a value of type Dynamic: of text, booleans and whole numbers; else `""`. */
export function dynamicText(value: string): string {
  const as = (type: string): string => `dynamicElement(${value}, '${type}')`;
  const whole = (type: string): string =>
    `if(isFinite(${as(type)}) AND abs(${as(type)}) <= ${SAFE} AND ${as(type)} = round(${as(type)}), toString(toInt64(${as(type)})), NULL)`;
  return `coalesce(${as("String")}, toString(${as("Bool")}), ${whole("Int64")}, ${whole("Float64")}, '')`;
}

/** A value of type Dynamic as a number, of type Nullable(Float64): numbers, and text that is one in plain digits. */
export function dynamicNumber(value: string): string {
  const as = (type: string): string => `dynamicElement(${value}, '${type}')`;
  return `coalesce(toFloat64(${as("Int64")}), toFloat64(${as("UInt64")}), ${as("Float64")}, ${textNumber(as("String"))})`;
}

/** The number that a text is in plain digits; NULL when it is none. */
export function textNumber(text: string): string {
  // JSON's reader rounds rightly; the engine's own conversion may be off in the last place.
  return `if(match(ifNull(${text}, ''), '^-?[0-9]{1,15}([.][0-9]{1,15})?$'), JSONExtract(replaceRegexpOne(ifNull(${text}, ''), '^(-?)0+([0-9])', '\\\\1\\\\2'), 'Nullable(Float64)'), NULL)`;
}
