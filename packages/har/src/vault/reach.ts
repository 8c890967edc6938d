import { factsOf, type SecretClass } from "../secret/classes.ts";
import { isRandom } from "../secret/random.ts";

/**
 * How far a value is replaced besides where it was found: everywhere, everywhere but not inside longer words, or
 * nowhere else. A session id is looked for in every byte; the cookie `lang=en-US` must not take "en-US" out of the file.
 */
export type Reach = "everywhere" | "word" | "place";

const COMMON =
  /^(?:[a-z]{2}[-_][A-Z]{2}|https?:\/\/.*|\/[\w./-]*|(?:application|audio|font|image|message|model|multipart|text|video)\/[\w.+-]+|\d{4}-\d{2}-\d{2}.*|(?:[\w-]+\.)+(?:com|org|net|io|dev|example)|v?\d+(?:\.\d+){1,3}|[a-z]+(?:[-_. ][a-z]+)*|[A-Z]+(?:[-_. ][A-Z]+)*|(?:[A-Z][a-z]+[ -]?)+)$/;

/** The reach of a value of a class. */
export function reachOf(value: string, secret: SecretClass): Reach {
  const { length } = value;
  const { kind } = factsOf(secret);
  if (kind === "withheld" || length < 6 || new Set(value).size < 4) return "place";
  const isCommon = COMMON.test(value);
  if (kind === "credential" && !(secret === "state" || secret === "secret" || secret === "csrf")) {
    if (length >= 16 && !isCommon) return "everywhere";
    if (isCommon)
      return length >= 8 && secret === "password"
        ? "word"
        : length >= 20 && isRandom(value, 20)
          ? "everywhere"
          : "place";
    return length >= 12 && isRandom(value, 12) ? "everywhere" : "word";
  }
  if (isCommon) return "place";
  if (kind === "personal") return personal(value, secret);
  if (length >= 16 && /\d/.test(value)) return "everywhere";
  if (length >= 20 && isRandom(value, 20)) return "everywhere";
  return length >= 8 && /\d/.test(value) && (/[a-z]/i.test(value) || length >= 10) ? "word" : "place";
}

function personal(value: string, secret: SecretClass): Reach {
  // Addresses and ids are known by their shape wherever they stand.
  if (secret === "email" || secret === "user-id") return "place";
  if (secret === "phone" || secret === "ip-address") return "word";
  return value.length >= 10 && /[\d @._-]/.test(value) ? "word" : "place";
}
