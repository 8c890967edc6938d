/**
 * What SQL can say of a condition, as two conditions around it: wherever `must` is true the condition holds, and
 * wherever it holds `may` is true. A negation turns them round, so neither gets lost under a NOT. When they are the
 * same text, SQL says exactly what the condition says.
 */
export interface Bounds {
  readonly may: string;
  readonly must: string;
}

export const TRUE = "1";
export const FALSE = "0";
/** Nothing is known. */
export const UNKNOWN: Bounds = { may: TRUE, must: FALSE };

/** A condition that SQL says exactly. */
export function exactly(sql: string): Bounds {
  return { may: sql, must: sql };
}

export function allOf(conditions: readonly string[]): string {
  const said = new Set(conditions);
  said.delete(TRUE);
  if (said.has(FALSE)) return FALSE;
  return joined([...said], " AND ", TRUE);
}

export function anyOf(conditions: readonly string[]): string {
  const said = new Set(conditions);
  said.delete(FALSE);
  if (said.has(TRUE)) return TRUE;
  return joined([...said], " OR ", FALSE);
}

export function notOf(condition: string): string {
  if (condition === TRUE) return FALSE;
  return condition === FALSE ? TRUE : `NOT ${condition}`;
}

export function bothOf(all: readonly Bounds[]): Bounds {
  return { may: allOf(all.map(({ may }) => may)), must: allOf(all.map(({ must }) => must)) };
}

export function eitherOf(all: readonly Bounds[]): Bounds {
  return { may: anyOf(all.map(({ may }) => may)), must: anyOf(all.map(({ must }) => must)) };
}

export function oppositeOf({ may, must }: Bounds): Bounds {
  return { may: notOf(must), must: notOf(may) };
}

function joined(conditions: readonly string[], by: string, none: string): string {
  const [first] = conditions;
  if (first === undefined) return none;
  return conditions.length === 1 ? first : `(${conditions.join(by)})`;
}
