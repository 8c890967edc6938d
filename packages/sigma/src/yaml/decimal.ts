const NUMERAL = /^([-+]?)([0-9]*)(?:\.([0-9]*))?(?:[eE]([-+]?[0-9]{1,6}))?$/;

/** Beyond this many shifted places a numeral is not written out. */
const FURTHEST = 400;

/**
 * A numeral as sign, digits and fraction, without exponent, leading or trailing zeros, so that equal numbers are equal
 * texts however many digits they have. Undefined for what is no numeral, or has an exponent that is out of reach.
 */
export function canonicalDecimal(text: string): string | undefined {
  const found = NUMERAL.exec(text);
  const [, sign = "", whole = "", fraction = "", power = "0"] = found ?? [];
  const exponent = Number(power);
  if (found === null || whole + fraction === "" || Math.abs(exponent) > FURTHEST) return undefined;
  const digits = whole + fraction;
  const point = whole.length + exponent;
  const padded = digits.padStart(digits.length + Math.max(0, -point), "0").padEnd(Math.max(point, 0), "0");
  const cut = Math.max(point, 0);
  const left = padded.slice(0, cut).replace(/^0+/, "") || "0";
  const right = padded.slice(cut).replace(/0+$/, "");
  const value = right === "" ? left : `${left}.${right}`;
  return sign === "-" && value !== "0" ? `-${value}` : value;
}
