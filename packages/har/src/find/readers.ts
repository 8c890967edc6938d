import { readBody } from "./body.ts";
import { readAuthorization, readCookies, readForm } from "./fields.ts";
import type { Readers } from "./judge.ts";
import { readUrl } from "./url.ts";
import { readValue } from "./value.ts";
import { readText } from "./words.ts";

/** All readers, as a judge needs them. */
export const READERS: Readers = {
  text: readText,
  value: readValue,
  body: readBody,
  url: readUrl,
  form: readForm,
  cookies: readCookies,
  authorization: readAuthorization,
};
