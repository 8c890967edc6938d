/**
 * A number and what it counts, for people.
 *
 * @example
 * counted(1, "event") // "1 event"
 */
export function counted(number: number, one: string, many = `${one}s`): string {
  return `${number} ${number === 1 ? one : many}`;
}
