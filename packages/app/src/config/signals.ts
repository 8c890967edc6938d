import type { Place } from "./config-document.ts";
import type { Form } from "./form.ts";
import { type SecretPlace, secretPlace } from "./secret.ts";

/** A receiver of signed events that the configuration names. */
export type ReceiverConfig = { readonly name: string; readonly events: readonly string[] } & (
  | { readonly okta: string }
  | { readonly url: string; readonly audience: string; readonly authorization: SecretPlace | undefined }
);

/** An issuer whose signed events are taken. */
export interface IssuerConfig {
  readonly issuer: string;
  readonly tenant: string;
  readonly audience: string;
  readonly jwks: string;
  readonly algorithms: readonly ("RS256" | "PS256" | "ES256")[];
  readonly critical: readonly string[];
  readonly authorization: SecretPlace | undefined;
}

/** Shared Signals: as whom we tell others, whom, and whom we believe. */
export interface SignalsConfig {
  /** Where this interface is reached from outside, as an origin: it stands in every event. */
  readonly issuer: string;
  /** A private JWK. */
  readonly key: SecretPlace;
  readonly receivers: readonly ReceiverConfig[];
  readonly issuers: readonly IssuerConfig[];
}

/** Types of events by the names that a configuration uses. */
const SIGNAL_EVENTS: readonly string[] = [
  "session-revoked",
  "credential-change",
  "risk-level-change",
  "user-risk-change",
];
const ALGORITHMS = ["RS256", "PS256", "ES256"] as const;

/** Reads `signals:`. Throws ConfigError. */
export function signalsOf(form: Form, value: unknown): SignalsConfig | undefined {
  if (value === undefined || value === null) return undefined;
  const place: Place = ["signals"];
  const { issuer, key, receivers, issuers } = form.map(place, value, ["issuer", "key", "receivers", "issuers"]);
  const ours = origin(form, [...place, "issuer"], issuer);
  const named = form.list("signals.receivers", receivers, (at, entry) => receiverOf(form, within(at), entry));
  const twice = named.find(({ name }, n) => named.findIndex((one) => one.name === name) !== n);
  if (twice !== undefined) throw form.error([...place, "receivers"], `Two receivers have the name "${twice.name}"`);
  const believed = form.list("signals.issuers", issuers, (at, entry) => issuerOf(form, within(at), { entry, ours }));
  return { issuer: ours, key: secretPlace(form, [...place, "key"], key), receivers: named, issuers: believed };
}

function receiverOf(form: Form, place: Place, entry: unknown): ReceiverConfig {
  const known = ["name", "okta", "url", "audience", "authorization", "events"];
  const { name, okta, url, audience, authorization, events } = form.map(place, entry, known);
  const wanted = form.texts([...place, "events"], events);
  for (const event of wanted) form.word([...place, "events"], event, { of: SIGNAL_EVENTS });
  const common = { name: form.text([...place, "name"], name), events: wanted };
  if (okta !== undefined) return { ...common, okta: form.text([...place, "okta"], okta) };
  return {
    ...common,
    url: address(form, [...place, "url"], url),
    audience: form.text([...place, "audience"], audience),
    authorization:
      authorization === undefined ? undefined : secretPlace(form, [...place, "authorization"], authorization),
  };
}

function issuerOf(
  form: Form,
  place: Place,
  { entry, ours }: { readonly entry: unknown; readonly ours: string },
): IssuerConfig {
  const known = ["issuer", "tenant", "audience", "jwks", "algorithms", "critical", "authorization"];
  const { issuer, tenant, audience, jwks, algorithms, critical, authorization } = form.map(place, entry, known);
  const named = form.texts([...place, "algorithms"], algorithms);
  return {
    issuer: form.text([...place, "issuer"], issuer),
    tenant: form.text([...place, "tenant"], tenant),
    audience: audience === undefined ? ours : form.text([...place, "audience"], audience),
    jwks: address(form, [...place, "jwks"], jwks),
    algorithms:
      named.length === 0 ? ["RS256"] : named.map((one) => form.word([...place, "algorithms"], one, { of: ALGORITHMS })),
    critical: form.texts([...place, "critical"], critical),
    authorization:
      authorization === undefined ? undefined : secretPlace(form, [...place, "authorization"], authorization),
  };
}

/** The place of an entry of a list that stands below `signals`. */
function within([key = "", ...rest]: Place): Place {
  return [...String(key).split("."), ...rest];
}

/** An address with https, or one on this machine. */
function address(form: Form, place: Place, value: unknown): string {
  const text = form.text(place, value);
  const url = URL.parse(text);
  const near = url?.protocol === "http:" && ["127.0.0.1", "localhost", "[::1]"].includes(url.hostname);
  if (url !== null && (url.protocol === "https:" || near)) return url.href;
  throw form.error(place, `\`${place.join(".")}\` is "${text}"; an address with https is wanted`);
}

function origin(form: Form, place: Place, value: unknown): string {
  const url = new URL(address(form, place, value));
  if (url.pathname === "/" && url.search === "" && url.username === "") return url.origin;
  throw form.error(
    place,
    `\`${place.join(".")}\` has more than an origin; one like https://nightlatch.example.com is wanted`,
  );
}
