import { type Context, type Judge, type Reader } from "./judge.ts";
import { assigned, schemed } from "./assigned.ts";
import { curlCommand } from "./curl.ts";
import { emailAt, keyBlock, urlAt } from "./marks.ts";
import { longWord, splitRun } from "./tokens.ts";
import type { View } from "./view.ts";
import { webKey } from "./web-key.ts";

/** Parts of names that may hold a secret; names are judged in full only where one of these stands in them. */
const HINTS =
  "token secret passw passph passc pwd session sessid auth cookie apikey api_key api-key accesskey access_key privatekey private_key credential assertion saml jwt signature csrf xsrf otp verifier bearer ssws basic statehandle sid relay email phone firstname first_name lastname last_name givenname given_name familyname family_name displayname username user_name login mobile postal street code state nonce pin curl x-amz- awsaccess accountkey dpop interaction pw kty kennwort contrase senha motdepasse mot_de_passe wachtwoord".split(
    " ",
  );

/** Chars of a word: 1 to 26 letters whatever their case, 27 `-`, 28 `_`, 29 digits; 0 is no word. */
const FOLD = new Uint8Array(256);
for (let n = 0; n < 26; n++) FOLD[0x41 + n] = FOLD[0x61 + n] = n + 1;
for (let n = 0; n < 10; n++) FOLD[0x30 + n] = 29;
FOLD[0x2d] = 27;
FOLD[0x5f] = 28;
const WIDTH = 32;

/** An automaton over the folded chars that knows whether a hint has been met in the word so far (Aho and Corasick). */
function automaton(): { readonly next: Uint16Array; readonly firstHit: number } {
  const paths = new Set([""]);
  for (const hint of HINTS) for (let n = 1; n < hint.length; n++) paths.add(hint.slice(0, n));
  const states = [...paths].filter((path) => !HINTS.some((hint) => path.endsWith(hint)));
  const number = new Map(states.map((path, n) => [path, n]));
  const hit = states.length;
  const next = new Uint16Array((hit + 1) * WIDTH);
  const letters = "abcdefghijklmnopqrstuvwxyz-_0".split("");
  for (const [path, n] of number) {
    letters.forEach((letter, index) => {
      let rest = path + letter;
      const hits = HINTS.some((hint) => rest.endsWith(hint));
      while (!hits && !number.has(rest)) rest = rest.slice(1);
      next[n * WIDTH + index + 1] = (hits ? hit : (number.get(rest) ?? 0)) * WIDTH;
    });
  }
  next.fill(hit * WIDTH, hit * WIDTH);
  return { next, firstHit: hit * WIDTH };
}

const { next: NEXT, firstHit: HIT } = automaton();
/** Shorter words show nothing by their shape. */
const LONG = 16;
/** In titles and comments, and in parameters, little is lost by taking out more. */
const LONG_IN_TITLE = 10;
const LONG_IN_PARAM = 12;

/** Bytes besides words at which something may begin: `@`, `:` of a URL, `%40`. */
const MARK = new Uint8Array(256);
for (const char of "@:%") MARK[char.charCodeAt(0)] = 1;

/**
 * Reads any text: words that name a secret and what is assigned to them, tokens known by their shape, e-mail
 * addresses, URLs, keys in PEM. One pass, each byte looked at once; only what a hint points at is looked at closely.
 */
export const readText: Reader = (judge, view, { start, end }, context) => {
  const { bytes } = view;
  const least = context.kind === "loose" ? LONG_IN_TITLE : context.kind === "param" ? LONG_IN_PARAM : LONG;
  let at = start;
  while (at < end) {
    let fold = FOLD[bytes[at] as number] as number;
    if (fold === 0) {
      if (MARK[bytes[at] as number] === 1) at = mark(judge, view, { start, end, at }, context);
      else at++;
      continue;
    }
    const word = at;
    let state = 0;
    do {
      state = NEXT[state + fold] as number;
      at++;
    } while (at < end && (fold = FOLD[bytes[at] as number] as number) !== 0);
    if (state === HIT) {
      const here = { start: word, end: at, limit: end };
      const past = assigned(judge, view, here, context) ?? schemed(judge, view, here, context);
      if (past === undefined) {
        curlCommand(judge, view, here, context);
        webKey(judge, view, here, context);
      } else {
        at = past;
        continue;
      }
    }
    const next = bytes[at];
    if (at - word >= 10 && bytes[word] === 0x2d && bytes[word + 4] === 0x2d)
      at = keyBlock(judge, view, { start: word, end: at, limit: end }, context);
    else if (at - word >= least) at = longWord(judge, view, { start: word, end: at, from: start, limit: end }, context);
    else if ((next === 0x2b || next === 0x2f) && at < end && bytes[word - 1] !== 0x2f && bytes[word - 1] !== 0x2b)
      at = splitRun(judge, view, { start: word, end: at, from: start, limit: end }, context);
  }
};

function mark(judge: Judge, view: View, place: { start: number; end: number; at: number }, context: Context): number {
  const byte = view.bytes[place.at];
  if (byte === 0x3a) return urlAt(judge, view, place, context);
  return emailAt(judge, view, place, context);
}
