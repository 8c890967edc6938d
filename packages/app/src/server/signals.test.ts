/** A receiver and a transmitter of another make: JOSE by node:crypto alone, and nothing of ours but the address. */
import { createPublicKey, generateKeyPairSync, type JsonWebKey, randomUUID, sign, verify } from "node:crypto";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { Finding } from "@nightlatch/core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { Inbox, type SigningKey, Transmitter } from "../signals/index.ts";
import { riskLevelChange, sessionRevoked } from "../signals/signal-event.ts";
import { CaseBook, joinFindings } from "../cases/index.ts";
import { Publisher } from "../watch/index.ts";
import { FINDING, House, problemIn } from "./server.fixture.ts";

const AUD = "https://receiver.example.com";
const THEM = "https://idp.example.com";
const ours: SigningKey = { kid: "k1", alg: "RS256", ...generateKeyPairSync("rsa", { modulusLength: 2048 }) };
const theirs = generateKeyPairSync("ec", { namedCurve: "P-256" });
const subject = { format: "email", email: "jo@example.com" } as const;
const published: Finding[] = [];
let house: House;
let keyServer: Server;
let served = 0;

beforeAll(async () => {
  house = await House.open();
  keyServer = createServer((_, response) => {
    served++;
    const jwk = theirs.publicKey.export({ format: "jwk" });
    response.end(JSON.stringify({ keys: [{ ...jwk, kid: "them", alg: "ES256", use: "sig" }] }));
  });
  await new Promise<void>((resolve) => {
    keyServer.listen(0, "127.0.0.1", resolve);
  });
});
afterAll(async () => {
  await house.close();
  keyServer.close();
});
afterEach(async () => {
  await house.clear();
  for (const table of ["signal_stream", "signal_set", "signal_seen"] as const)
    await house.state.db.deleteFrom(table).execute();
  published.length = 0;
});

let made: Transmitter | undefined;

/** The server with signals, whose issuer is where it listens. */
async function ready(): Promise<Transmitter> {
  if (made !== undefined) return made;
  const { state, events } = house;
  const now = (): number => house.now;
  const transmitter = new Transmitter({ state, issuer: house.server.origin, key: ours, now });
  made = transmitter;
  const publish = (findings: readonly Finding[]): Promise<void> => Promise.resolve(void published.push(...findings));
  const inbox = new Inbox({
    state,
    events,
    now,
    publish,
    issuers: [
      {
        issuer: THEM,
        tenant: "acme",
        audience: AUD,
        jwks: `http://127.0.0.1:${(keyServer.address() as AddressInfo).port}/`,
        algorithms: ["ES256"],
      },
      {
        issuer: "https://agreed.example.com",
        tenant: "acme",
        audience: AUD,
        jwks: "http://127.0.0.1:9/",
        authorization: "Bearer agreed",
        algorithms: ["ES256"],
      },
    ],
  });
  house.signals = { transmitter, inbox };
  const { port } = new URL(house.server.origin);
  await house.again({ host: "127.0.0.1", port: Number(port), tls: undefined, proxy: false });
  return transmitter;
}

type Plain = Readonly<Record<string, unknown>>;
const part = (text = ""): Plain => JSON.parse(Buffer.from(text, "base64url").toString("utf8")) as Plain;
const encoded = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString("base64url");

/** Checks a compact JWS as RFC 7515 says, and gives its header and payload. */
function checked(token: string, keys: readonly JsonWebKey[]): { readonly head: Plain; readonly payload: Plain } {
  const [head, payload, signature = ""] = token.split(".");
  const key = keys.find((one) => one["kid"] === part(head)["kid"]);
  if (key === undefined) throw new TypeError("No such key");
  const with_ = { key: createPublicKey({ key, format: "jwk" }), dsaEncoding: "ieee-p1363" } as const;
  if (!verify("sha256", Buffer.from(`${head}.${payload}`), with_, Buffer.from(signature, "base64url")))
    throw new TypeError("The signature does not hold");
  return { head: part(head), payload: part(payload) };
}

/** A token of theirs. */
function told(claims: Plain = {}, head: Plain = {}): string {
  const said = {
    iss: THEM,
    aud: AUD,
    jti: randomUUID(),
    iat: Math.floor(house.now / 1000),
    sub_id: subject,
    events: {
      "https://schemas.openid.net/secevent/caep/event-type/risk-level-change": {
        principal: "USER",
        current_level: "HIGH",
        event_timestamp: Math.floor(house.now / 1000) - 60,
      },
    },
    ...claims,
  };
  const signed = `${encoded({ alg: "ES256", kid: "them", typ: "secevent+jwt", ...head })}.${encoded(said)}`;
  const bytes = sign("sha256", Buffer.from(signed), { key: theirs.privateKey, dsaEncoding: "ieee-p1363" });
  return `${signed}.${bytes.toString("base64url")}`;
}

const push = (body: string, headers: Readonly<Record<string, string>> = {}): Promise<Response> =>
  house.get("/signals/events", { "content-type": "application/secevent+jwt", ...headers }, { method: "POST", body });

/** Pushes a token and gives the finding that it made. */
async function pushed(token: string): Promise<Finding | undefined> {
  expect((await push(token)).status).toBe(202);
  return published.at(-1);
}

describe("streams over HTTP", () => {
  it("SI-51 a receiver that knows the metadata and its token makes a stream, is verified, polls and checks", async () => {
    const transmitter = await ready();
    const authorization = `Bearer ${await house.token("signals")}`;
    const metadata = (await (await house.get("/.well-known/ssf-configuration")).json()) as Record<string, string>;
    expect(metadata["issuer"]).toBe(house.server.origin);
    const { keys } = (await (await fetch(metadata["jwks_uri"]!)).json()) as { keys: JsonWebKey[] };
    const ask = async (url: string, method: string, body?: unknown): Promise<Plain> => {
      const headers = { authorization, "content-type": "application/json" };
      const answer = await fetch(url, {
        method,
        headers,
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      expect(answer.ok).toBe(true);
      return answer.status === 204 ? {} : ((await answer.json()) as Plain);
    };
    const made = await ask(metadata["configuration_endpoint"]!, "POST", { aud: AUD });
    const id = String(made["stream_id"]);
    await ask(metadata["verification_endpoint"]!, "POST", { stream_id: id, state: "echo" });
    house.now += 5;
    const cause = { subject, at: house.now, by: "policy", reason: "Stolen" } as const;
    await house.state.db.transaction().execute(async (db) => {
      await transmitter.emit(db, sessionRevoked(cause), "t");
      house.now += 5;
      await transmitter.emit(db, riskLevelChange(cause, "high"), "t");
    });
    const { endpoint_url: pollUrl } = made["delivery"] as { endpoint_url: string };
    const first = await ask(pollUrl, "POST", { returnImmediately: true });
    const sets = Object.entries(first["sets"] as Record<string, string>);
    const events = sets.map(([jti, token]) => {
      const { head, payload } = checked(token, keys);
      expect([head["typ"], payload["iss"], payload["aud"], payload["jti"]]).toEqual([
        "secevent+jwt",
        house.server.origin,
        AUD,
        jti,
      ]);
      return Object.keys(payload["events"] as object)[0]
        ?.split("/")
        .at(-1);
    });
    expect(events).toEqual(["verification", "session-revoked", "risk-level-change"]);
    const rest = await ask(pollUrl, "POST", { ack: sets.map(([jti]) => jti) });
    expect(rest).toEqual({ sets: {}, moreAvailable: false });
    // Managed to its end: changed, replaced, paused, ended.
    const stream = `${metadata["configuration_endpoint"]}?stream_id=${id}`;
    const changed = await ask(metadata["configuration_endpoint"]!, "PATCH", { stream_id: id, description: "SOC" });
    expect(await ask(stream, "GET")).toEqual(changed);
    const { description: _, ...whole } = changed;
    expect(await ask(metadata["configuration_endpoint"]!, "PUT", whole)).toMatchObject({ description: "" });
    await ask(metadata["status_endpoint"]!, "POST", { stream_id: id, status: "paused" });
    expect(await ask(`${metadata["status_endpoint"]}?stream_id=${id}`, "GET")).toMatchObject({ status: "paused" });
    await ask(stream, "DELETE");
    const gone = await house.get(`/signals/stream?stream_id=${id}`, { authorization });
    expect((await problemIn(gone)).code).toBe("NL-SIGNAL-STREAM");
  });

  it("SI-24 another token does not see it, and what cannot be asked for is refused with its code", async () => {
    await ready();
    const [one, two] = [await house.token("signals"), await house.token("signals")];
    const ask = (token: string, path: string, body?: unknown): Promise<Response> =>
      house.get(
        path,
        { authorization: `Bearer ${token}`, "content-type": "application/json" },
        body === undefined ? {} : { method: "POST", body: JSON.stringify(body) },
      );
    const { stream_id: id } = (await (await ask(one, "/signals/stream", { aud: AUD })).json()) as { stream_id: string };
    expect(await (await ask(two, "/signals/stream")).json()).toEqual([]);
    expect((await problemIn(await ask(two, `/signals/poll/${id}`, {}))).code).toBe("NL-SIGNAL-STREAM");
    const inside = { aud: AUD, delivery: { method: "urn:ietf:rfc:8935", endpoint_url: "https://169.254.169.254/" } };
    expect((await problemIn(await ask(one, "/signals/stream", inside))).code).toBe("NL-SIGNAL-REQUEST");
    expect((await ask(one, "/signals/verification", { stream_id: id })).status).toBe(204);
    expect((await problemIn(await ask(one, "/signals/verification", { stream_id: id }))).code).toBe("NL-SIGNAL-OFTEN");
  });

  it("SI-50 metadata and keys are for everybody, streams want a token of the scope signals", async () => {
    await ready();
    for (const path of ["/.well-known/ssf-configuration", "/signals/jwks"])
      expect((await house.get(path)).status).toBe(200);
    expect(JSON.stringify(await (await house.get("/signals/jwks")).json())).not.toMatch(/"(?:d|p|q|dp|dq|qi)":/);
    expect((await house.get("/signals/stream")).status).toBe(401);
    expect((await house.get("/signals/stream", { authorization: `Bearer ${await house.token("read")}` })).status).toBe(
      403,
    );
  });
});

describe("events that others push", () => {
  it("SI-14 an event is answered with 202 when it is in the store, and again when it comes again", async () => {
    await ready();
    const token = told();
    for (let n = 0; n < 2; n++) expect((await push(token)).status).toBe(202);
    const rows = await house.events.query("SELECT * FROM events WHERE source = 'ssf'");
    expect(rows).toHaveLength(1);
    const pages = [];
    for await (const page of house.events.read({ tenant: "acme", source: "ssf" })) pages.push(...page);
    const raw = JSON.parse(Buffer.from(pages[0]!.raw).toString("utf8")) as { token: string };
    // Byte for byte: whoever has the store can check it by the other side's keys.
    expect(raw.token).toBe(token);
    expect(checked(raw.token, [{ ...theirs.publicKey.export({ format: "jwk" }), kid: "them" }]).payload["iss"]).toBe(
      THEM,
    );
    expect(published).toHaveLength(1);
    expect(published[0]).toMatchObject({ severity: "high", rule: { id: "signal.risk-level-change" } });
  });

  it("SI-14 what is wrong is said in the words of RFC 8935, and nothing of it is kept", async () => {
    await ready();
    const said = async (body: string, headers = {}): Promise<unknown> => {
      const answer = await push(body, headers);
      return [answer.status, ((await answer.json()) as Plain)["err"]];
    };
    const [head, payload] = told().split(".");
    expect(await said(told({ iss: "https://evil.example.com" }))).toEqual([400, "invalid_issuer"]);
    expect(await said(told({ aud: "https://other.example.com" }))).toEqual([400, "invalid_audience"]);
    expect(await said(`${head}.${payload}.${Buffer.alloc(64).toString("base64url")}`)).toEqual([
      400,
      "authentication_failed",
    ]);
    expect(await said(told({ sub: "jo" }))).toEqual([400, "invalid_request"]);
    expect(await said(told({}, { typ: "JWT" }))).toEqual([400, "invalid_request"]);
    expect(await said("no token")).toEqual([400, "invalid_issuer"]);
    expect(await said(told({ iss: "https://agreed.example.com" }))).toEqual([400, "authentication_failed"]);
    // A key that may be there a moment later, or keys that cannot be had now: again, later.
    expect((await push(told({}, { kid: "next" }))).status).toBe(503);
    expect((await push(told({ iss: "https://agreed.example.com" }), { authorization: "Bearer agreed" })).status).toBe(
      503,
    );
    expect((await push("x".repeat(70_000))).status).toBe(413);
    expect((await push(told(), { "content-type": "application/json" })).status).toBe(415);
    expect(await house.state.db.selectFrom("signal_seen").selectAll().execute()).toEqual([]);
    expect(published).toEqual([]);
    expect(served).toBeLessThan(5);
  });

  it("SI-42 a claim about somebody who is in an open case joins it", async () => {
    await ready();
    const now = (): number => house.now;
    const stores = { state: house.state, events: house.events };
    const publisher = new Publisher(house.state, house.outbox, now);
    const claim = (await pushed(told())) ?? FINDING;
    // The user is known by the tenant's own id, because the log has shown them together.
    const user = [{ id: "00u1", name: "jo@example.com" }];
    await publisher.publish([FINDING]);
    await publisher.publish([{ ...claim, entities: { ...claim.entities, user } }]);
    const joined = await joinFindings({ ...stores, now });
    expect(joined.map(({ case: id, opened }) => [id, opened])).toEqual([
      ["C-1", true],
      ["C-1", false],
    ]);
    const one = await new CaseBook({ ...stores, now }).get("C-1");
    expect(one.findings[1]?.why).toMatchObject([{ by: "user", value: "00u1" }]);
  });

  it("SI-33 what was put aside is listed, and taken up again", async () => {
    const transmitter = await ready();
    const cause = { subject, at: house.now, by: "policy", reason: "Stolen" } as const;
    await transmitter.create({ aud: AUD }, "t");
    await house.state.db.transaction().execute((db) => transmitter.emit(db, sessionRevoked(cause), "t"));
    await house.state.db.updateTable("signal_set").set({ state: "dead", error: "refused", attempts: 3 }).execute();
    const authorization = `Bearer ${await house.token("read", "write")}`;
    const dead = (await (await house.get("/api/v1/signals/dead", { authorization })).json()) as { items: Plain[] };
    expect(dead.items).toMatchObject([{ error: "refused", attempts: 3 }]);
    const body = { method: "POST", body: "{}" };
    const revived = await house.get(
      "/api/v1/signals/dead/revive",
      { authorization, "content-type": "application/json" },
      body,
    );
    expect(await revived.json()).toEqual({ revived: 1 });
  });
});
