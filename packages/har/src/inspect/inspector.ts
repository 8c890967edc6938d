import { BOUNDS, type Bounds, Cutter, type Unit } from "../capture/cutter.ts";
import { entryFacts } from "../capture/entry-facts.ts";
import { hmacSha256 } from "../encoding/sha256.ts";
import { EntryReader } from "../find/entry.ts";
import { Judge, type Unpack } from "../find/judge.ts";
import { READERS } from "../find/readers.ts";
import { type Find, type Layer, View } from "../find/view.ts";
import { HarProblem, type Problem } from "../problem.ts";
import { factsOf, type SecretClass } from "../secret/classes.ts";
import { isRandom } from "../secret/random.ts";
import type { OpenCapture } from "../scrub/scrub.ts";
import { Vault } from "../vault/vault.ts";
import { type Details, detailsOf } from "./details.ts";
import { type Victim, VictimNotes } from "./victim.ts";

/** One credential that a capture or a text exposes. Its value is not here: a keyed hash names it. */
export interface Artefact extends Details {
  readonly class: SecretClass;
  readonly title: string;
  readonly confidence: "exact" | "high" | "medium" | "low";
  /** As `scrub` writes it under the same key. */
  readonly pseudonym: string;
  /** HMAC-SHA-256 under the key, in hexadecimal: to be matched with what a log holds, hashed the same way. */
  readonly hash: string;
  /** Fields, headers and cookies that held it. */
  readonly names: readonly string[];
  readonly places: readonly { readonly place: string; readonly count: number }[];
  readonly hosts: readonly string[];
  /** Times of the first and the last entry that held it; "" when unknown. */
  readonly firstSeen: string;
  readonly lastSeen: string;
  readonly opens: string;
  readonly action: string;
}

/** What was found, the most telling first. */
export interface Inspection {
  readonly entries: number;
  readonly artefacts: readonly Artefact[];
  readonly notJudged: readonly { readonly place: string; readonly because: string }[];
}

export interface InspectOptions {
  /** Names artefacts; as for `scrub`. */
  readonly key: Uint8Array;
  readonly unpack?: Unpack;
  readonly bounds?: Bounds;
}

interface Seen {
  secret: SecretClass;
  readonly names: Set<string>;
  readonly places: Map<string, number>;
  readonly hosts: Set<string>;
  first: string;
  last: string;
}

/** Distinct values, and names and hosts of each, that are kept. */
const MOST = 200_000;
const MOST_OF_EACH = 20;
/** Shorter names are told whatever they look like. */
const SHORTEST = 12;

/**
 * Finds credentials without changing anything: in captures, and in any other text (cURL commands, logs, exports of a
 * support desk). Decodes offline what can be decoded; replays nothing.
 */
export class Inspector {
  readonly #vault: Vault;
  readonly #judge: Judge;
  readonly #reader = new EntryReader({ dropBodies: false });
  readonly #bounds: Bounds;
  readonly #seen = new Map<string, Seen>();
  readonly #victim = new VictimNotes();
  readonly #notJudged: { readonly place: string; readonly because: string }[] = [];
  #entries = 0;

  constructor(options: InspectOptions) {
    if (options.key.length < 16) throw new RangeError("The key has fewer than 16 bytes");
    this.#vault = new Vault(hmacSha256(options.key));
    this.#judge = new Judge(READERS, options.unpack);
    this.#bounds = options.bounds ?? BOUNDS;
  }

  /** Reads a HAR file. @returns what is wrong with it; undefined when it was read to its end. */
  async capture(open: OpenCapture): Promise<Problem | undefined> {
    const cutter = new Cutter({ glue: () => undefined, unit: (unit) => this.#unit(unit) }, this.#bounds);
    try {
      for await (const chunk of open()) cutter.push(chunk);
      cutter.end();
      return undefined;
    } catch (error) {
      if (error instanceof HarProblem) return error.problem;
      throw error;
    }
  }

  /** Reads any text. `place` says where it came from, such as the name of a file. */
  text(bytes: Uint8Array, place: string): void {
    const view = new View(bytes, 0);
    this.#judge.begin();
    READERS.body(this.#judge, view, { start: 0, end: bytes.length }, { place, kind: "plain", name: "" });
    this.#note(view, { host: "", startedDateTime: "" });
    this.#reasons();
  }

  #unit(unit: Unit): void {
    const view = new View(unit.bytes, 0);
    this.#judge.begin();
    this.#reader.read(this.#judge, view, unit.tape, unit.role);
    this.#reasons();
    if (unit.role !== "entries") {
      this.#note(view, { host: "", startedDateTime: "" });
      return;
    }
    this.#entries++;
    const facts = entryFacts(unit.bytes, unit.tape);
    this.#victim.note(facts);
    this.#note(view, facts);
  }

  #reasons(): void {
    for (const reason of this.#judge.unjudged) if (this.#notJudged.length < MOST_OF_EACH) this.#notJudged.push(reason);
  }

  #note(
    { finds, inner }: Pick<View | Layer, "finds" | "inner">,
    at: { readonly host: string; readonly startedDateTime: string },
  ): void {
    // A cookie is found by its name and by its look: in one place it is one.
    const places = new Set<string>();
    for (const find of finds) {
      const place = `${find.start} ${find.value}`;
      if (factsOf(find.secret).kind === "personal" || places.has(place)) continue;
      places.add(place);
      this.#one(find, at);
    }
    for (const layer of inner) this.#note(layer, at);
  }

  #one(
    { value, secret, name, place }: Find,
    { host, startedDateTime }: { readonly host: string; readonly startedDateTime: string },
  ): void {
    let seen = this.#seen.get(value);
    if (seen === undefined) {
      if (this.#seen.size >= MOST) return;
      seen = {
        secret,
        names: new Set(),
        places: new Map(),
        hosts: new Set(),
        first: startedDateTime,
        last: startedDateTime,
      };
      this.#seen.set(value, seen);
    }
    if (factsOf(secret).rank > factsOf(seen.secret).rank) seen.secret = secret;
    // A name that looks made by chance may be a secret that ran into it.
    if (name !== "" && seen.names.size < MOST_OF_EACH && !isRandom(name, SHORTEST)) seen.names.add(name);
    if (host !== "" && seen.hosts.size < MOST_OF_EACH) seen.hosts.add(host);
    seen.places.set(place, (seen.places.get(place) ?? 0) + 1);
    if (startedDateTime !== "" && (seen.first === "" || startedDateTime < seen.first)) seen.first = startedDateTime;
    if (startedDateTime > seen.last) seen.last = startedDateTime;
  }

  inspection(): Inspection {
    const artefacts = [...this.#seen].map(([value, seen]) => this.#artefact(value, seen));
    artefacts.sort((a, b) => factsOf(b.class).rank - factsOf(a.class).rank || (a.hash < b.hash ? -1 : 1));
    return { entries: this.#entries, artefacts, notJudged: this.#notJudged };
  }

  /** Whose browser it was: what later use of the artefacts is compared with. */
  victim(): Victim {
    return this.#victim.victim();
  }

  #artefact(value: string, { secret, names, places, hosts, first, last }: Seen): Artefact {
    const details = detailsOf(value);
    const { title, confidence, opens, action } = factsOf(refined(secret, details));
    return {
      class: refined(secret, details),
      title,
      confidence,
      pseudonym: this.#vault.pseudonym(value, secret),
      hash: this.#vault.hashOf(value),
      names: [...names],
      places: [...places].map(([place, count]) => ({ place, count })),
      hosts: [...hosts],
      firstSeen: first,
      lastSeen: last,
      ...details,
      opens,
      action,
    };
  }

  /** The keyed hash of an identifier, to be compared with those of a log. */
  hashOf(value: string): string {
    return this.#vault.hashOf(value);
  }
}

/** A JWT tells by its issuer whose it is. */
function refined(secret: SecretClass, { issuer }: Details): SecretClass {
  if (secret !== "jwt" && secret !== "access-token") return secret;
  if (issuer === undefined) return secret;
  if (/^https:\/\/[^/]+\.cloudflareaccess\.com/.test(issuer)) return "cloudflare-access";
  return /^https:\/\/[^/]+\.(?:okta|oktapreview|okta-emea|okta-gov)\.com|\/oauth2\b/.test(issuer)
    ? "okta-token"
    : secret;
}
