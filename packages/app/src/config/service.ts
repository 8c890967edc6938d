import { type Severity, SEVERITIES } from "@nightlatch/core";
import { LEVELS, type LogLevel } from "../log/index.ts";
import type { Place } from "./config-document.ts";
import type { Form } from "./form.ts";
import { type SecretPlace, secretPlace } from "./secret.ts";
import { type SignalsConfig, signalsOf } from "./signals.ts";

/** How a source is signed in to. */
export type CredentialConfig =
  | { readonly kind: "token"; readonly token: SecretPlace }
  | { readonly kind: "app"; readonly clientId: string; readonly key: SecretPlace };

/** An Okta organisation that is watched. */
export interface SourceConfig {
  readonly tenant: string;
  readonly origin: string;
  /** The credential that reads, and the one that acts; never the same. */
  readonly read: CredentialConfig;
  readonly act: CredentialConfig | undefined;
  /** Seconds between two looks at the log. */
  readonly poll: number;
  /** Days of history that a first start reads. */
  readonly backfill: number;
  /** Part of the organisation's rate limits that may be used. */
  readonly share: number;
  /** Minutes without any event after which the source counts as quiet. */
  readonly quiet: number;
  /** Days that its events are kept; `undefined` for good. */
  readonly keep: number | undefined;
  /** Key of the event hook, when there is one. */
  readonly hook: SecretPlace | undefined;
}

export type OutputConfig = { readonly name: string; readonly atLeast: Severity } & (
  | { readonly kind: "webhook"; readonly url: SecretPlace | string; readonly secret: SecretPlace }
  | { readonly kind: "chat"; readonly url: SecretPlace }
  | { readonly kind: "syslog"; readonly host: string; readonly port: number; readonly transport: "udp" | "tcp" | "tls" }
  | {
      readonly kind: "mail";
      readonly host: string;
      readonly port: number;
      readonly tls: boolean;
      readonly user: string | undefined;
      readonly password: SecretPlace | undefined;
      readonly from: string;
      readonly to: readonly string[];
    }
);

export interface ServerConfig {
  readonly host: string;
  readonly port: number;
  readonly tls: { readonly cert: string; readonly key: string } | undefined;
  /** A proxy in front of it ends TLS. */
  readonly proxy: boolean;
}

/** How the service says what it does, on stderr. */
export interface LogConfig {
  /** `auto`: JSON where stderr is no terminal. */
  readonly format: "auto" | "json" | "text";
  /** Entries below it are left out. */
  readonly level: LogLevel;
}

export interface ServiceConfig {
  /** Folder of the stores on one machine. */
  readonly data: string | undefined;
  /** Servers instead. */
  readonly store: {
    readonly events:
      | { readonly url: string; readonly cluster: string | undefined; readonly password: SecretPlace | undefined }
      | undefined;
    readonly state: SecretPlace | undefined;
  };
  readonly sources: readonly SourceConfig[];
  readonly outputs: readonly OutputConfig[];
  readonly server: ServerConfig;
  readonly log: LogConfig;
  /** Shared Signals; absent when nobody is told or believed. */
  readonly signals: SignalsConfig | undefined;
}

const KEPT_DAYS = { least: 30, most: 36_500, otherwise: 36_500 };
const LOOPBACK: ServerConfig = { host: "127.0.0.1", port: 8417, tls: undefined, proxy: false };

const LOG: LogConfig = { format: "auto", level: "info" };

/** Nothing is watched. */
export const NO_SERVICE: ServiceConfig = {
  data: undefined,
  store: { events: undefined, state: undefined },
  sources: [],
  outputs: [],
  server: LOOPBACK,
  log: LOG,
  signals: undefined,
};

/** Reads the parts of a configuration that are about the service. Throws ConfigError. */
export function serviceOf(
  form: Form,
  parts: Readonly<Record<"data" | "store" | "sources" | "outputs" | "server" | "log" | "signals", unknown>>,
): ServiceConfig {
  return {
    data: parts.data === undefined ? undefined : form.path(form.text(["data"], parts.data)),
    store: storeOf(form, parts.store),
    sources: form.list("sources", parts.sources, (place, entry) => sourceOf(form, place, entry)),
    outputs: form.list("outputs", parts.outputs, (place, entry) => outputOf(form, place, entry)),
    server: serverOf(form, parts.server),
    log: logOf(form, parts.log),
    signals: signalsOf(form, parts.signals),
  };
}

function storeOf(form: Form, value: unknown): ServiceConfig["store"] {
  const { events, state } = form.map(["store"], value, ["events", "state"]);
  const { url, cluster, password } = form.map(["store", "events"], events, ["url", "cluster", "password"]);
  return {
    events:
      events === undefined
        ? undefined
        : {
            url: form.text(["store", "events", "url"], url),
            cluster: cluster === undefined ? undefined : form.text(["store", "events", "cluster"], cluster),
            password: password === undefined ? undefined : secretPlace(form, ["store", "events", "password"], password),
          },
    state: state === undefined ? undefined : secretPlace(form, ["store", "state"], state),
  };
}

function sourceOf(form: Form, place: Place, entry: unknown): SourceConfig {
  const known = ["tenant", "kind", "origin", "read", "act", "poll", "backfill", "share", "quiet", "keep", "hook"];
  const { tenant, kind, origin, read, act, poll, backfill, share, quiet, keep, hook } = form.map(place, entry, known);
  form.word([...place, "kind"], kind, { of: ["okta"], otherwise: "okta" });
  const reading = credentialOf(form, [...place, "read"], read);
  const acting = act === undefined ? undefined : credentialOf(form, [...place, "act"], act);
  if (acting !== undefined && JSON.stringify(acting) === JSON.stringify(reading))
    throw form.error(
      [...place, "act"],
      "The credential that acts is the one that reads; two are wanted, so that reading can never change anything",
    );
  return {
    tenant: form.text([...place, "tenant"], tenant),
    origin: form.text([...place, "origin"], origin),
    read: reading,
    act: acting,
    poll: form.number([...place, "poll"], poll, { least: 0.05, most: 3600, otherwise: 10 }),
    backfill: form.number([...place, "backfill"], backfill, { least: 0, most: 90, otherwise: 90 }),
    share: form.number([...place, "share"], share, { least: 0.05, most: 1, otherwise: 0.5 }),
    quiet: form.number([...place, "quiet"], quiet, { least: 1, most: 100_000, otherwise: 60 }),
    // Less than a month would be less than what live detection has to go back to.
    keep: keep === undefined ? undefined : form.number([...place, "keep"], keep, KEPT_DAYS),
    hook: hook === undefined ? undefined : secretPlace(form, [...place, "hook"], hook),
  };
}

function credentialOf(form: Form, place: Place, value: unknown): CredentialConfig {
  const { token, clientId, key } = form.map(place, value, ["token", "clientId", "key"]);
  if (token !== undefined) return { kind: "token", token: secretPlace(form, [...place, "token"], token) };
  if (clientId === undefined)
    throw form.error(place, `\`${place.join(".")}\` wants \`clientId\` and \`key\` of a service app, or \`token\``);
  return {
    kind: "app",
    clientId: form.text([...place, "clientId"], clientId),
    key: secretPlace(form, [...place, "key"], key),
  };
}

function outputOf(form: Form, place: Place, entry: unknown): OutputConfig {
  const at = form.map(place, entry);
  const kind = form.word([...place, "kind"], at["kind"], { of: ["webhook", "chat", "syslog", "mail"] });
  const name = form.text([...place, "name"], at["name"]);
  const atLeast = form.word([...place, "atLeast"], at["atLeast"], { of: SEVERITIES, otherwise: "medium" });
  const text = (key: string): string => form.text([...place, key], at[key]);
  const port = (otherwise: number): number =>
    form.number([...place, "port"], at["port"], { least: 1, most: 65_535, otherwise });
  switch (kind) {
    case "webhook":
      return {
        name,
        atLeast,
        kind,
        url: typeof at["url"] === "string" ? at["url"] : secretPlace(form, [...place, "url"], at["url"]),
        secret: secretPlace(form, [...place, "secret"], at["secret"]),
      };
    case "chat":
      return { name, atLeast, kind, url: secretPlace(form, [...place, "url"], at["url"]) };
    case "syslog":
      return {
        name,
        atLeast,
        kind,
        host: text("host"),
        port: port(514),
        transport: form.word([...place, "transport"], at["transport"], { of: ["udp", "tcp", "tls"], otherwise: "tls" }),
      };
    case "mail":
      return {
        name,
        atLeast,
        kind,
        host: text("host"),
        port: port(587),
        tls: at["tls"] === true,
        user: at["user"] === undefined ? undefined : text("user"),
        password: at["password"] === undefined ? undefined : secretPlace(form, [...place, "password"], at["password"]),
        from: text("from"),
        to: form.texts([...place, "to"], at["to"]),
      };
  }
}

function logOf(form: Form, value: unknown): LogConfig {
  const { format, level } = form.map(["log"], value, ["format", "level"]);
  return {
    format: form.word(["log", "format"], format, { of: ["auto", "json", "text"], otherwise: LOG.format }),
    level: form.word(["log", "level"], level, { of: LEVELS, otherwise: LOG.level }),
  };
}

function serverOf(form: Form, value: unknown): ServerConfig {
  const { host, port, tls, proxy } = form.map(["server"], value, ["host", "port", "tls", "proxy"]);
  const { cert, key } = form.map(["server", "tls"], tls, ["cert", "key"]);
  return {
    host: host === undefined ? LOOPBACK.host : form.text(["server", "host"], host),
    port: form.number(["server", "port"], port, { least: 0, most: 65_535, otherwise: LOOPBACK.port }),
    tls:
      tls === undefined
        ? undefined
        : {
            cert: form.path(form.text(["server", "tls", "cert"], cert)),
            key: form.path(form.text(["server", "tls", "key"], key)),
          },
    proxy: proxy === true,
  };
}
