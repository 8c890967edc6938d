import { randomUUID } from "node:crypto";
import type { Finding } from "@nightlatch/core";
import { ConfigError } from "../config/config-error.ts";
import { readSecret } from "../config/secret.ts";
import type { ServiceConfig } from "../config/service.ts";
import type { ReceiverConfig, SignalsConfig } from "../config/signals.ts";
import { readOrigin } from "../connect/okta/index.ts";
import type { TellOthers, ToldAction } from "../respond/index.ts";
import {
  EVENT_TYPES,
  Inbox,
  type NamedReceiver,
  type PushParts,
  signalsOf,
  signingKeyOf,
  Transmitter,
  type TrustedIssuer,
} from "../signals/index.ts";
import type { SecretSource } from "./open-state.ts";
import type { Stores } from "./open-stores.ts";

/** What signals are opened with. */
export interface SignalParts {
  readonly config: Pick<ServiceConfig, "signals" | "sources">;
  readonly stores: Pick<Stores, "state">;
  readonly secrets: SecretSource;
  readonly now: () => number;
}

/** Shared Signals, ready: whom we tell, and how. */
export interface OpenSignals {
  readonly transmitter: Transmitter;
  readonly push: PushParts;
  /** Tells others of actions in an organisation. */
  readonly tellOthers: (tenant: string) => TellOthers;
}

/**
 * Opens what the configuration says of signals, and makes the streams of the receivers that it names; `undefined` when
 * it says nothing. Throws ConfigError NL-CONFIG-SECRET, NL-CONFIG-KEY, NL-CONFIG-FORM.
 */
export async function openSignals({ config, stores, secrets, now }: SignalParts): Promise<OpenSignals | undefined> {
  const { signals } = config;
  if (signals === undefined) return undefined;
  const key = await signingKeyOf(await readSecret(signals.key, secrets));
  if ("reason" in key)
    throw new ConfigError("NL-CONFIG-KEY", {
      file: secrets.file,
      line: 0,
      reason: `The key of \`signals\` cannot sign: ${key.reason}`,
    });
  const transmitter = new Transmitter({ state: stores.state, issuer: signals.issuer, key, now });
  const named = await Promise.all(signals.receivers.map((one) => receiverOf(one, { config, secrets })));
  await transmitter.name(named);
  return {
    transmitter,
    push: { state: stores.state, now, key },
    tellOthers: (tenant) => async (db, done) => {
      const source = config.sources.find((one) => one.tenant === tenant);
      const events = signalsOf(provenOf(done, source?.origin ?? signals.issuer));
      const txn = randomUUID();
      const streams = new Set<string>();
      for (const event of events) for (const id of await transmitter.emit(db, event, txn)) streams.add(id);
      return streams.size === 0 ? undefined : { events: events.map(({ type }) => type), streams: [...streams], txn };
    },
  };
}

/** Where events of others come in; `undefined` when nobody is believed. Throws ConfigError NL-CONFIG-SECRET. */
export async function openInbox(
  signals: SignalsConfig | undefined,
  parts: Pick<Stores, "state" | "events"> & {
    readonly secrets: SecretSource;
    readonly now: () => number;
    readonly publish: (findings: readonly Finding[]) => Promise<void>;
  },
): Promise<Inbox | undefined> {
  if (signals === undefined || signals.issuers.length === 0) return undefined;
  const { secrets, ...rest } = parts;
  const issuers = await Promise.all(
    signals.issuers.map(async ({ authorization, ...one }): Promise<TrustedIssuer> => {
      const shown = authorization === undefined ? undefined : await readSecret(authorization, secrets);
      return { ...one, authorization: shown };
    }),
  );
  return new Inbox({ ...rest, issuers });
}

async function receiverOf(
  one: ReceiverConfig,
  { config, secrets }: { readonly config: SignalParts["config"]; readonly secrets: SecretSource },
): Promise<NamedReceiver> {
  const events = one.events.length === 0 ? {} : { events: one.events.map(typeNamed) };
  if (!("okta" in one)) {
    const { name, url, audience } = one;
    const authorization = one.authorization === undefined ? undefined : await readSecret(one.authorization, secrets);
    return { name, url, audience, authorization, ...events };
  }
  const source = config.sources.find(({ tenant }) => tenant === one.okta);
  if (source === undefined)
    throw new ConfigError("NL-CONFIG-FORM", {
      file: secrets.file,
      line: 0,
      reason: `The receiver "${one.name}" is Okta's own in the tenant "${one.okta}", and no source is that tenant`,
    });
  const { origin } = readOrigin(source.origin);
  const wanted = [EVENT_TYPES.oktaUserRisk, EVENT_TYPES.sessionRevoked];
  return {
    name: one.name,
    url: `${origin}/security/api/v1/security-events`,
    audience: origin,
    events: events.events?.filter((type) => wanted.includes(type)) ?? wanted,
    okta: true,
  };
}

function typeNamed(name: string): string {
  return Object.values(EVENT_TYPES).find((type) => type.endsWith(`/${name}`)) ?? name;
}

/** Whom an action is about: the user itself, or whose factor it was. */
function provenOf({ aim, before, ...done }: ToldAction, issuer: string): Parameters<typeof signalsOf>[0] {
  const isUser = aim.kind === "user";
  const { login, factorType } = before;
  return {
    ...done,
    user: { id: isUser ? aim.id : (aim.owner ?? ""), name: isUser ? aim.name : typeof login === "string" ? login : "" },
    factorType: typeof factorType === "string" ? factorType : "",
    issuer,
  };
}
