/**
 * The exact text of a scalar: text as it is, booleans as `true` and `false`, numbers in the shortest form that JSON
 * has. `undefined` for null and for what is no scalar.
 */
export function textOf(value: unknown): string | undefined {
  switch (typeof value) {
    case "string":
      return value;
    case "number":
    case "bigint":
    case "boolean":
      return String(value);
    default:
      return undefined;
  }
}
