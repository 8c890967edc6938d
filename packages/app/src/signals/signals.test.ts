import { generateKeyPairSync, verify as verifyBytes } from "node:crypto";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createLocalJWKSet, exportJWK, type JSONWebKeySet, SignJWT } from "jose";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { openStateStore, type StateStore } from "../store/state/index.ts";
import { deadSignals, EVENT_TYPES, poll, pushDue, reviveSignals, type SigningKey, Transmitter } from "./index.ts";
import { isRefused, readSet, type ReceivedEvent } from "./read-set.ts";
import { Receiver } from "./receiver.ts";
import { seal, unseal } from "./seal.ts";
import { credentialChange, oktaUserRisk, riskLevelChange, sessionRevoked } from "./signal-event.ts";
import { newSigningKey, signingKeyOf } from "./signing-key.ts";
import { signSet } from "./sign-set.ts";
import { EXAMPLES } from "./specification.fixture.ts";

const ISSUER = "https://nightlatch.example.com";
const AUD = "https://receiver.example.com/caep";
const NOON = Date.UTC(2026, 0, 5, 12);
const subject = { format: "email", email: "jo@example.com" } as const;
const cause = { subject, at: NOON, by: "system", reason: "The session was stolen" } as const;
const to = { iss: ISSUER, aud: AUD, jti: "j-1", txn: "t-1", at: NOON + 5000 };

let rsa: SigningKey;
let ec: SigningKey;
let state: StateStore;
let clock = NOON;

beforeAll(async () => {
  rsa = { kid: "r", alg: "RS256", ...generateKeyPairSync("rsa", { modulusLength: 2048 }) };
  ec = { kid: "e", alg: "ES256", ...generateKeyPairSync("ec", { namedCurve: "P-256" }) };
});
beforeEach(async () => {
  const folder = mkdtempSync(join(tmpdir(), "nightlatch-signals-"));
  state = await openStateStore({ folder });
  clock = NOON;
  return async () => {
    await state.close();
    rmSync(folder, { recursive: true, force: true });
  };
});

const transmitter = (key = rsa): Transmitter => new Transmitter({ state, issuer: ISSUER, key, now: () => clock });
const keysOf = async (key: SigningKey) => createLocalJWKSet((await transmitter(key).jwks()) as JSONWebKeySet);
const OWNER = "token-1";
const emit = async (from: Transmitter, event = sessionRevoked(cause)): Promise<number> =>
  (await state.db.transaction().execute((db) => from.emit(db, event, "t-1"))).length;
const receiver = async (key = rsa): Promise<Receiver> =>
  new Receiver(state, { issuer: ISSUER, audience: AUD, keys: await keysOf(key) });
const taken: ReceivedEvent[] = [];
const keep = (_: unknown, event: ReceivedEvent): Promise<void> => Promise.resolve(void taken.push(event));
const decoded = (part = ""): Record<string, unknown> =>
  JSON.parse(Buffer.from(part, "base64url").toString("utf8")) as Record<string, unknown>;

describe("signed events of ours", () => {
  it("SI-1 verify with an implementation of JOSE that is not the one that signed them", async () => {
    for (const key of [rsa, ec]) {
      const token = await signSet(sessionRevoked(cause), to, key);
      const [head, body, signature = ""] = token.split(".");
      const { keys } = await transmitter(key).jwks();
      const jwk = keys[0] as unknown as Record<string, string>;
      const bytes = Buffer.from(signature, "base64url");
      const signed = Buffer.from(`${head}.${body}`);
      const by = { key: jwk, format: "jwk", dsaEncoding: "ieee-p1363" } as const;
      expect(verifyBytes("sha256", signed, by, bytes)).toBe(true);
      bytes[3]! ^= 1;
      expect(verifyBytes("sha256", signed, by, bytes)).toBe(false);
      expect(decoded(head)).toEqual({ alg: key.alg, kid: key.kid, typ: "secevent+jwt" });
      expect(jwk).not.toHaveProperty("d");
    }
  });

  it("SI-2 have one event, a subject beside it, seconds, a reason, and neither sub nor exp", async () => {
    const events = [
      sessionRevoked(cause),
      credentialChange(cause, { credential: "fido2-roaming", change: "delete" }),
      riskLevelChange(cause, "high", "low"),
    ];
    for (const event of events) {
      const payload = decoded((await signSet(event, to, rsa)).split(".")[1]);
      expect(Object.keys(payload).sort()).toEqual(["aud", "events", "iat", "iss", "jti", "sub_id", "txn"]);
      const body = (payload["events"] as Record<string, Record<string, unknown>>)[event.type];
      expect(body).toMatchObject({ event_timestamp: NOON / 1000, reason_admin: { en: "The session was stolen" } });
      expect(payload).toMatchObject({ sub_id: subject, iat: NOON / 1000 + 5 });
    }
    expect(riskLevelChange(cause, "high", "low").claims).toMatchObject({ principal: "USER", current_level: "HIGH" });
  });

  it("SI-3 for Okta's receiver have the subject inside the event", async () => {
    const payload = decoded((await signSet(oktaUserRisk(cause, "high", "low"), to, rsa)).split(".")[1]);
    expect(payload).not.toHaveProperty("sub_id");
    expect(payload["events"]).toEqual({
      "https://schemas.okta.com/secevent/okta/event-type/user-risk-change": {
        subject: { user: subject },
        current_level: "high",
        previous_level: "low",
        event_timestamp: NOON / 1000,
        initiating_entity: "system",
        reason_admin: { en: "The session was stolen" },
      },
    });
  });
});

describe("signed events of others", () => {
  it("SI-10 the examples of the specifications, and Okta's, are read", () => {
    for (const { type, payload, happened } of EXAMPLES) {
      const event = readSet(payload);
      expect([type, isRefused(event)]).toEqual([type, false]);
      expect(event).toMatchObject({ type, happened, issued: 1_615_305_159_000, jti: payload["jti"] });
      expect((event as ReceivedEvent).claims).not.toHaveProperty("subject");
    }
  });

  it("SI-11 are taken once, whatever happens: by issuer and jti", async () => {
    const to1 = await receiver();
    const token = await signSet(sessionRevoked(cause), to, rsa);
    const broken = (): Promise<void> => Promise.reject(new Error("The disk is full"));
    await expect(to1.receive(token, broken, NOON)).rejects.toThrow("The disk is full");
    const first = await to1.receive(token, keep, NOON);
    expect(first).toMatchObject({ kind: "kept", event: { type: EVENT_TYPES.sessionRevoked, happened: NOON, subject } });
    expect((await to1.receive(token, keep, NOON)).kind).toBe("repeat");
    expect(taken).toHaveLength(1);
  });

  it("SI-12 are refused when issuer, audience, type, algorithm, key or signature are not as wanted", async () => {
    const to1 = await receiver();
    const event = sessionRevoked(cause);
    const said = async (token: string): Promise<unknown> => {
      const reception = await to1.receive(token, keep, NOON);
      return reception.kind === "refused" ? [reception.problem.err, reception.problem.again] : reception.kind;
    };
    expect(await said(await signSet(event, { ...to, iss: "https://evil.example" }, rsa))).toEqual([
      "invalid_issuer",
      false,
    ]);
    expect(await said(await signSet(event, { ...to, aud: "other" }, rsa))).toEqual(["invalid_audience", false]);
    expect(await said(await signSet(event, to, ec))).toEqual(["invalid_key", false]);
    expect(await said(await signSet(event, to, { ...rsa, kid: "new" }))).toEqual(["invalid_key", true]);
    const other = generateKeyPairSync("rsa", { modulusLength: 2048 });
    expect(await said(await signSet(event, to, { ...rsa, ...other }))).toEqual(["authentication_failed", false]);
    const claims = { iss: ISSUER, aud: AUD, jti: "x", iat: NOON / 1000, sub_id: subject, events: { a: {} } };
    const signed = (payload: object, head: object = {}): Promise<string> =>
      new SignJWT({ ...payload })
        .setProtectedHeader({ alg: "RS256", kid: "r", typ: "secevent+jwt", ...head })
        .sign(rsa.privateKey);
    for (const wrong of [
      await signed(claims, { typ: "JWT" }),
      await signed({ ...claims, sub: "jo" }),
      await signed({ ...claims, exp: 9_999_999_999 }),
      await signed({ ...claims, events: { a: {}, b: {} } }),
      await signed({ ...claims, events: {} }),
      await signed({ ...claims, sub_id: "jo" }),
      await signed({ ...claims, jti: "" }),
      await signed({ ...claims, iat: 1 }),
      "no.token",
      "",
    ])
      expect(await said(wrong)).toEqual(["invalid_request", false]);
    const secret = new TextEncoder().encode("x".repeat(32));
    const hs = await new SignJWT(claims)
      .setProtectedHeader({ alg: "HS256", kid: "r", typ: "secevent+jwt" })
      .sign(secret);
    expect(await said(hs)).toEqual(["invalid_key", false]);
    const none = `${Buffer.from('{"alg":"none","typ":"secevent+jwt"}').toString("base64url")}.e30.`;
    expect(await said(none)).toEqual(["invalid_key", false]);
    expect(await said(await signed(claims))).toBe("kept");
  });

  it("SI-13 with a critical member in the subject that is not understood are acknowledged and not kept", async () => {
    const trust = { issuer: ISSUER, audience: AUD, keys: await keysOf(rsa), critical: ["group", "user"] };
    const odd = { format: "complex", user: subject, group: { format: "opaque", id: "g" } } as never;
    const token = await signSet(sessionRevoked({ ...cause, subject: odd }), to, rsa);
    const before = taken.length;
    const reception = await new Receiver(state, trust).receive(token, keep, NOON);
    expect(reception).toMatchObject({ kind: "discarded", why: expect.stringContaining("group") as string });
    expect(taken).toHaveLength(before);
  });
});

describe("streams", () => {
  it("SI-20 are made, read, changed and ended by their receiver", async () => {
    const from = transmitter();
    const made = await from.create({ aud: AUD, events_requested: [EVENT_TYPES.sessionRevoked, "unknown"] }, OWNER);
    expect(made).toMatchObject({
      iss: ISSUER,
      events_delivered: [EVENT_TYPES.sessionRevoked],
      delivery: { method: "urn:ietf:rfc:8936", endpoint_url: `${ISSUER}/signals/poll/${made.stream_id}` },
    });
    expect(await from.read(made.stream_id, OWNER)).toEqual(made);
    const changed = await from.update(made.stream_id, { description: "SOC" }, OWNER);
    expect(changed).toEqual({ ...made, description: "SOC" });
    expect(await from.list(OWNER)).toEqual([changed]);
    await from.remove(made.stream_id, OWNER);
    await expect(from.read(made.stream_id, OWNER)).rejects.toMatchObject({ code: "NL-SIGNAL-STREAM", status: 404 });
    for (const delivery of [
      { method: "urn:ietf:rfc:8935", endpoint_url: "http://receiver.example.com" },
      { method: "urn:ietf:rfc:8935" },
      { method: "urn:ietf:rfc:8935", endpoint_url: "https://10.0.0.7/events" },
      { method: "urn:ietf:rfc:8935", endpoint_url: "https://[fd00::1]/events" },
      { method: "urn:ietf:rfc:8935", endpoint_url: "https://localhost/events" },
      { method: "smtp" },
    ])
      await expect(from.create({ aud: AUD, delivery }, OWNER)).rejects.toMatchObject({ code: "NL-SIGNAL-REQUEST" });
    expect(from.metadata()).toMatchObject({ issuer: ISSUER, spec_version: "1_0" });
  });

  it("SI-21 give what waits when polled, again until it is acknowledged", async () => {
    const from = transmitter();
    const { stream_id: id } = await from.create({ aud: AUD }, OWNER);
    for (let n = 0; n < 3; n++) {
      clock += 1;
      expect(await emit(from)).toBe(1);
    }
    const first = await poll(state, { id, owner: OWNER }, { maxEvents: 2 });
    expect([Object.keys(first.sets).length, first.moreAvailable]).toEqual([2, true]);
    expect(await poll(state, { id, owner: OWNER }, { maxEvents: 2 })).toEqual(first);
    const [one = "", two = ""] = Object.keys(first.sets);
    const rest = await poll(
      state,
      { id, owner: OWNER },
      { ack: [one], setErrs: { [two]: { err: "invalid_request" } } },
    );
    expect([Object.keys(rest.sets).length, rest.moreAvailable]).toEqual([1, false]);
    const to1 = await receiver();
    const kinds = await Promise.all(Object.values(first.sets).map((token) => to1.receive(token, keep, NOON)));
    expect(kinds.map(({ kind }) => kind)).toEqual(["kept", "kept"]);
    await expect(poll(state, { id: "none", owner: OWNER }, {})).rejects.toMatchObject({ code: "NL-SIGNAL-STREAM" });
  });

  it("SI-22 hold events back while paused, and are given none while disabled", async () => {
    const from = transmitter();
    const { stream_id: id } = await from.create({ aud: AUD }, OWNER);
    await from.setStatus(id, { status: "paused", reason: "maintenance" }, OWNER);
    expect(await emit(from)).toBe(1);
    expect((await poll(state, { id, owner: OWNER }, {})).sets).toEqual({});
    await from.setStatus(id, { status: "disabled" }, OWNER);
    expect(await emit(from)).toBe(0);
    await from.setStatus(id, { status: "enabled" }, OWNER);
    expect(Object.keys((await poll(state, { id, owner: OWNER }, {})).sets)).toHaveLength(1);
    expect(await from.status(id, OWNER)).toEqual({ stream_id: id, status: "enabled", reason: "" });
  });

  it("SI-23 are verified by an event that echoes the state, not more often than once a minute", async () => {
    const from = transmitter();
    const { stream_id: id } = await from.create({ aud: AUD }, OWNER);
    await from.verify(id, OWNER, "echo");
    await expect(from.verify(id, OWNER)).rejects.toMatchObject({ code: "NL-SIGNAL-OFTEN", status: 429 });
    clock += 60_000;
    await from.verify(id, OWNER);
    const [token = ""] = Object.values((await poll(state, { id, owner: OWNER }, { maxEvents: 1 })).sets);
    const reception = await (await receiver()).receive(token, keep, NOON);
    expect(reception).toMatchObject({ event: { subject: { format: "opaque", id }, claims: { state: "echo" } } });
  });
});

describe("what a stream is not told to others", () => {
  it("SI-24 a stream is read, changed, polled and ended by whoever made it, and by nobody else", async () => {
    const from = transmitter();
    const { stream_id: id } = await from.create({ aud: AUD }, OWNER);
    const other = "token-2";
    for (const tried of [
      from.read(id, other),
      from.update(id, { aud: "evil" }, other),
      from.remove(id, other),
      from.status(id, other),
      from.setStatus(id, { status: "disabled" }, other),
      from.verify(id, other),
      poll(state, { id, owner: other }, {}),
    ])
      await expect(tried).rejects.toMatchObject({ code: "NL-SIGNAL-STREAM", status: 404 });
    expect([await from.list(other), (await from.list(OWNER)).length]).toEqual([[], 1]);
  });

  it("SI-25 what a receiver wants to be shown is sealed in the store, and is not given out", async () => {
    const from = transmitter();
    const delivery = {
      method: "urn:ietf:rfc:8935",
      endpoint_url: "https://r.example.com/",
      authorization_header: "Bearer hush",
    };
    const made = await from.create({ aud: AUD, delivery }, OWNER);
    const rows = await state.db.selectFrom("signal_stream").selectAll().execute();
    expect(JSON.stringify([rows, made, await from.read(made.stream_id, OWNER)])).not.toContain("hush");
    const [{ secret } = { secret: "" }] = rows;
    expect([unseal(secret, rsa), unseal(secret, ec), unseal("x", rsa)]).toEqual(["Bearer hush", undefined, undefined]);
    expect(seal("a", rsa)).not.toBe(seal("a", rsa));
  });

  it("SI-4 the signing key is a private JWK of RSA with 2048 bits or of P-256, and says why when it is none", async () => {
    const made = await newSigningKey();
    const key = await signingKeyOf(JSON.stringify(made));
    expect(key).toMatchObject({ kid: made.kid, alg: "RS256" });
    const { privateKey } = ec;
    const asText = JSON.stringify(await exportJWK(privateKey));
    expect(await signingKeyOf(asText)).toMatchObject({
      alg: "ES256",
      kid: expect.stringMatching(/^[\w-]{43}$/) as string,
    });
    const short = generateKeyPairSync("rsa", { modulusLength: 1024 }).privateKey.export({ format: "jwk" });
    const ed = generateKeyPairSync("ed25519").privateKey.export({ format: "jwk" });
    const { d: _, ...shown } = made;
    for (const [text, reason] of [
      [JSON.stringify(short), "1024 bits"],
      [JSON.stringify(ed), "neither an RSA key"],
      [JSON.stringify(shown), "no private JWK"],
      ["hush", "no private JWK"],
    ] as const)
      expect(await signingKeyOf(text)).toEqual({ reason: expect.stringContaining(reason) as string });
  });
});

describe("pushing", () => {
  let server: Server;
  let answers: number[] = [];
  const got: { readonly type: string; readonly key: string; readonly body: string }[] = [];
  beforeAll(async () => {
    server = createServer((request, response) => {
      let body = "";
      request.setEncoding("utf8").on("data", (text: string) => (body += text));
      request.on("end", () => {
        const { "content-type": type = "", authorization: key = "" } = request.headers;
        got.push({ type, key, body });
        const status = answers.shift() ?? 202;
        response.writeHead(status).end(status === 400 ? '{"err":"invalid_audience"}' : "");
      });
    });
    await once(server.listen(0, "127.0.0.1"), "listening");
  });
  afterAll(() => void server.close());
  const named = (name = "soc") => ({
    name,
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/events`,
    audience: AUD,
    authorization: "Bearer x",
  });
  const push = (): Promise<number> => pushDue({ state, now: () => clock, key: rsa }, AbortSignal.timeout(20_000));

  it("SI-30 sends each event until it is accepted, ever more seldom, and in order", async () => {
    const from = transmitter();
    await from.name([named()]);
    got.length = 0;
    answers = [503, 500, 202, 202];
    await emit(from);
    clock += 1;
    await emit(from, riskLevelChange(cause, "high"));
    expect(await push()).toBe(0);
    clock += 1_000;
    expect(await push()).toBe(0);
    clock += 1_000;
    await push();
    clock += 8_000;
    await push();
    await push();
    expect(await push()).toBe(0);
    const waiting = await state.db.selectFrom("signal_set").select(["state", "token"]).execute();
    expect(waiting).toEqual([
      { state: "sent", token: "" },
      { state: "sent", token: "" },
    ]);
    expect(new Set(got.map(({ type, key }) => `${type} ${key}`))).toEqual(
      new Set(["application/secevent+jwt Bearer x"]),
    );
    const types = got.map(({ body }) => Object.keys(decoded(body.split(".")[1])["events"] as object)[0]);
    expect(types.indexOf(EVENT_TYPES.riskLevelChange)).toBeGreaterThan(types.lastIndexOf(EVENT_TYPES.sessionRevoked));
  });

  it("SI-31 puts an event aside that its receiver refuses, with what it said, and goes on", async () => {
    const from = transmitter();
    await from.name([named()]);
    answers = [400, 202];
    await emit(from);
    clock += 1;
    await emit(from);
    expect(await push()).toBe(1);
    const dead = await state.db.selectFrom("signal_set").select("error").where("state", "=", "dead").execute();
    expect(dead).toEqual([{ error: 'The receiver answered 400 {"err":"invalid_audience"}' }]);
    expect(await deadSignals(state)).toHaveLength(1);
    expect(await reviveSignals(state, clock)).toBe(1);
    expect([await push(), await deadSignals(state)]).toEqual([1, []]);
  });

  it("SI-32 a stream in which too much waits is disabled and says so, and the others go on", async () => {
    const from = new Transmitter({ state, issuer: ISSUER, key: rsa, now: () => clock }, 2);
    const { stream_id: id } = await from.create({ aud: AUD }, OWNER);
    await from.name([named()]);
    answers = [];
    for (const told of [2, 2, 1, 1]) {
      expect(await emit(from)).toBe(told);
      await push();
    }
    expect(await from.status(id, OWNER)).toMatchObject({
      status: "disabled",
      reason: "2 events wait, and no more are kept",
    });
  });

  it("SI-33 a receiver that is away keeps no other from being served", async () => {
    const from = transmitter();
    await from.name([{ ...named("away"), url: "http://127.0.0.1:9/events" }, named("here")]);
    answers = [];
    expect(await emit(from)).toBe(2);
    expect(await push()).toBe(1);
  });

  it("SI-34 receivers are those that the configuration names: another name ends a stream, the same keeps what waits", async () => {
    const from = transmitter();
    await from.create({ aud: AUD }, OWNER);
    await from.name([named("one"), named("two")]);
    await emit(from);
    await from.name([named("two")]);
    expect((await from.list("")).map(({ description }) => description)).toEqual(["two"]);
    expect(await from.list(OWNER)).toHaveLength(1);
    answers = [];
    expect(await push()).toBe(1);
  });
});
