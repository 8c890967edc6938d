import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type IncomingMessage } from "node:http";
import { type AddressInfo, createServer as createTcp, type Server } from "node:net";
import { createSocket } from "node:dgram";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Finding } from "@nightlatch/core";
import { sql } from "kysely";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openStateStore, type StateStore } from "../store/state/index.ts";
import { chat, mail, Outbox, type Output, OutputError, type Route, signature, syslog, webhook } from "./index.ts";

const finding: Finding = {
  id: "nl-1",
  tenant: "acme",
  rule: { id: "session.replay", title: "Stolen session", kind: "session", attack: ["T1539"] },
  severity: "high",
  confidence: 0.97,
  first: "2026-01-05T09:00:00.000Z",
  last: "2026-01-05T09:10:00.000Z",
  entities: {
    user: [{ id: "00u1", name: "jo@example.com" }],
    session: ["idx1"],
    ip: ["192.0.2.1"],
    app: [],
    token: [],
  },
  evidence: [],
  summary: "The session of <!channel> *jo*\u001b[31m is used by somebody else",
  next: ["End all sessions"],
  unknown: [],
};
const never = new AbortController().signal;
const servers: { close: () => void }[] = [];
let state: StateStore;
let folder = "";
let now = Date.UTC(2026, 0, 5);

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "nightlatch-notify-"));
  state = await openStateStore({ folder });
  now = Date.UTC(2026, 0, 5);
});
afterEach(async () => {
  await state.close();
  for (const server of servers.splice(0)) server.close();
  rmSync(folder, { recursive: true, force: true });
});

interface Got {
  readonly body: string;
  readonly headers: IncomingMessage["headers"];
}

async function receiver(statuses: number[] = []): Promise<{ url: string; got: Got[] }> {
  const got: Got[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      got.push({ body: Buffer.concat(chunks).toString(), headers: request.headers });
      response.statusCode = statuses.shift() ?? 200;
      response.end("ok");
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  servers.push(server);
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`, got };
}

function outbox(
  outputs: readonly Output[],
  over: Partial<Route> & { tries?: number; dead?: (what: unknown) => void } = {},
): Outbox {
  const { atLeast = "low", ...settings } = over;
  return new Outbox(
    state,
    outputs.map((output) => ({ output, atLeast })),
    { now: () => now, ...settings },
  );
}

async function post(box: Outbox, one: Finding = finding, revision = 1): Promise<void> {
  await state.db.transaction().execute((db) => box.post(db, one, revision));
}

describe("the outbox", () => {
  it("NT-1 a notice stays until it arrived, across failures and restarts, and arrives once", async () => {
    const { url, got } = await receiver([500, 429]);
    const make = (): Outbox => outbox([webhook({ name: "soc", url, secret: "s", now: () => now })]);
    await post(make());
    await post(make());
    expect(await make().deliver(never)).toBe(0);
    expect(await make().deliver(never)).toBe(0);
    now += 3_600_000;
    expect(await make().deliver(never)).toBe(0);
    now += 3_600_000;
    expect(await make().deliver(never)).toBe(1);
    now += 3_600_000;
    expect(await make().deliver(never)).toBe(0);
    expect(got.map(({ headers }) => headers["nightlatch-id"])).toEqual(
      Array.from({ length: 3 }, () => got[0]?.headers["nightlatch-id"]),
    );
  });

  it("NT-2 nothing is sent of a transaction that failed", async () => {
    const { url, got } = await receiver();
    const box = outbox([webhook({ name: "soc", url, secret: "s", now: () => now })]);
    const failing = state.db.transaction().execute(async (db) => {
      await box.post(db, finding, 1);
      throw new Error("no");
    });
    await expect(failing).rejects.toThrow("no");
    expect(await box.deliver(never)).toBe(0);
    expect(got).toEqual([]);
  });

  it("NT-3 one receiver that is away keeps no other from being served", async () => {
    const { url, got } = await receiver();
    const away: Output = { name: "away", send: () => Promise.reject(new OutputError("Away", { passing: true })) };
    const box = outbox([away, webhook({ name: "soc", url, secret: "s", now: () => now })]);
    for (let revision = 1; revision <= 3; revision++) await post(box, finding, revision);
    expect(await box.deliver(never)).toBe(3);
    expect(got).toHaveLength(3);
  });

  it("NT-4 what cannot arrive is put aside, is told, and can be taken up again", async () => {
    const { url } = await receiver([404]);
    const dead: unknown[] = [];
    const box = outbox([webhook({ name: "soc", url, secret: "s", now: () => now })], {
      dead: (what) => dead.push(what),
    });
    await post(box);
    await box.deliver(never);
    expect(dead).toHaveLength(1);
    expect(await box.deadLetters()).toMatchObject([
      { output: "soc", finding: "nl-1", error: "The receiver answered 404" },
    ]);
    expect(await box.revive()).toBe(1);
    expect(await box.deliver(never)).toBe(1);
  });

  it("NT-7 goes on when the store took nothing for a time", async () => {
    const { url, got } = await receiver();
    const stop = new AbortController();
    const told: unknown[] = [];
    const waits: number[] = [];
    const box = new Outbox(
      state,
      [{ output: webhook({ name: "soc", url, secret: "s", now: () => now }), atLeast: "low" }],
      {
        now: () => now,
        trouble: ({ error, again }) => {
          told.push(error);
          waits.push(again);
          void sql`DROP TRIGGER full`.execute(state.db);
        },
      },
    );
    await post(box);
    await sql`CREATE TRIGGER full BEFORE UPDATE ON outbox BEGIN SELECT RAISE(ABORT, 'database or disk is full'); END`.execute(
      state.db,
    );
    const running = box.run(stop.signal, () => Promise.withResolvers<void>().promise);
    await expect.poll(() => got.length, { timeout: 30_000 }).toBe(2);
    stop.abort();
    await running;
    expect(told).toMatchObject([{ code: "NL-STORE-FULL" }]);
    expect(waits).toEqual([2000]);
    expect(new Set(got.map(({ headers }) => headers["nightlatch-id"])).size).toBe(1);
  });

  it("NT-5 findings below the output's level stay at home", async () => {
    const { url } = await receiver();
    const box = outbox([webhook({ name: "soc", url, secret: "s", now: () => now })], { atLeast: "critical" });
    await post(box);
    expect(await box.deliver(never)).toBe(0);
  });
});

describe("outputs", () => {
  it("NT-10 a webhook is signed, and neither its secret nor its address is in what is said about it", async () => {
    const { url, got } = await receiver();
    const hook = webhook({ name: "soc", url, secret: "top-secret", now: () => now });
    await hook.send({ id: "n1", finding, revision: 2 }, never);
    const [one] = got;
    const [, seconds = "", v1] = /^t=(\d+),v1=([0-9a-f]{64})$/.exec(String(one?.headers["nightlatch-signature"])) ?? [];
    expect(v1).toBe(signature("top-secret", Number(seconds), one?.body ?? ""));
    expect(JSON.parse(one?.body ?? "")).toMatchObject({ revision: 2, finding: { id: "nl-1" } });
    const refused = webhook({
      name: "soc",
      url: "http://127.0.0.1:1/very-secret-path",
      secret: "top-secret",
      now: () => now,
    });
    const error = await refused.send({ id: "n1", finding, revision: 1 }, never).catch((thrown: unknown) => thrown);
    expect(String(error)).not.toMatch(/secret/);
  });

  it("NT-11 text from a log does nothing in a chat", async () => {
    const { url, got } = await receiver();
    await chat({ name: "chat", url }).send({ id: "n1", finding, revision: 1 }, never);
    const body = got[0]?.body ?? "";
    expect(body).toContain("&lt;!channel&gt;");
    expect(body).not.toContain("\\u001b");
    expect((JSON.parse(body) as { text: string }).text).toContain("[high] acme");
  });

  it("NT-12 syslog lines are RFC 5424 with OCSF inside, counted on a stream", async () => {
    const lines: string[] = [];
    const server: Server = createTcp((socket) => socket.on("data", (data) => lines.push(data.toString())));
    await new Promise<void>((resolve) => {
      server.listen(0, "127.0.0.1", resolve);
    });
    servers.push(server);
    const at = {
      host: "127.0.0.1",
      port: (server.address() as AddressInfo).port,
      hostname: "h",
      version: "0",
      now: () => now,
    };
    await syslog({ name: "siem", transport: "tcp", ...at }).send({ id: "n1", finding, revision: 1 }, never);
    await expect
      .poll(() => lines.join(""))
      .toMatch(/^\d+ <107>1 2026-01-05T00:00:00.000Z h nightlatch - n1 \[nightlatch@0 /);
    const [, length = "", rest = ""] = /^(\d+) (.*)$/s.exec(lines.join("")) ?? [];
    expect(Buffer.byteLength(rest)).toBe(Number(length));
    expect(JSON.parse(rest.slice(rest.indexOf("] ") + 2))).toMatchObject({ class_uid: 2004 });
    const udp = createSocket("udp4");
    const datagram = new Promise<string>((resolve) => {
      udp.once("message", (data) => resolve(data.toString()));
    });
    await new Promise<void>((resolve) => {
      udp.bind(0, "127.0.0.1", resolve);
    });
    servers.push(udp);
    await syslog({ name: "siem", ...at, transport: "udp", port: udp.address().port }).send(
      { id: "n1", finding, revision: 1 },
      never,
    );
    expect(await datagram).toMatch(/^<107>1 /);
  });

  it("NT-13 mail goes out through SMTP as text, and a server's refusal is told without the mail", async () => {
    const heard: string[] = [];
    const server = createTcp((socket) => {
      let data = false;
      socket.write("220 mail.example.com\r\n");
      socket.on("data", (chunk) => {
        const text = chunk.toString();
        heard.push(text);
        if (data) {
          if (!text.endsWith("\r\n.\r\n")) return;
          data = false;
          socket.write("250 taken\r\n");
        } else if (text.startsWith("DATA")) {
          data = true;
          socket.write("354 go on\r\n");
        } else if (text.startsWith("RCPT TO:<nobody")) socket.write("550 no such user\r\n");
        else if (text.startsWith("QUIT")) socket.end("221 bye\r\n");
        else socket.write("250 ok\r\n");
      });
    });
    await new Promise<void>((resolve) => {
      server.listen(0, "127.0.0.1", resolve);
    });
    servers.push(server);
    const at = {
      name: "mail",
      host: "127.0.0.1",
      port: (server.address() as AddressInfo).port,
      tls: false,
      from: "nightlatch@example.com",
    };
    const good = mail({ ...at, to: ["soc@example.com"] });
    await good.send({ id: "n1", finding, revision: 2 }, never);
    good.close?.();
    const all = heard.join("");
    expect(all).toContain("Subject: [high] acme:");
    expect(all).toContain("1. End all sessions");
    expect(all).toContain("References: <nl-1@nightlatch>");
    const bad = mail({ ...at, to: ["nobody@example.com"] });
    await expect(bad.send({ id: "n1", finding, revision: 1 }, never)).rejects.toMatchObject({ passing: false });
    bad.close?.();
  });
});
