import { generateKeyPairSync } from "node:crypto";
import { expect, it } from "vitest";
import { openSignals } from "../service/index.ts";
import { createServer, Metrics } from "../server/index.ts";
import { Outbox } from "../notify/index.ts";
import { pushDue } from "../signals/index.ts";
import { entriesAbout } from "../store/state/index.ts";
import type { ServiceConfig } from "../config/service.ts";
import { replay } from "./replay.fixture.ts";

const ISSUER = "https://nightlatch.example.com";

it("SI-6 what ends the theft is told to Okta's own receiver, which checks it by our published keys and logs it", async () => {
  const jwk = generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey.export({ format: "jwk" });
  let stop: () => Promise<void> = () => Promise.resolve();
  let push: Parameters<typeof pushDue>[0] | undefined;
  try {
    await replay(
      {
        tellOthers: async ({ stores, tenant }) => {
          const now = tenant.org.now;
          const source = { tenant: "drill", origin: tenant.origin } as ServiceConfig["sources"][number];
          const receivers = [{ name: "okta", okta: "drill", events: [] }];
          const opened = await openSignals({
            config: { sources: [source], signals: { issuer: ISSUER, key: { env: "KEY" }, receivers, issuers: [] } },
            stores,
            secrets: { file: "", env: { KEY: JSON.stringify(jwk) } },
            now,
          });
          if (opened === undefined) throw new TypeError("Signals are configured");
          push = opened.push;
          const { transmitter } = opened;
          const server = await createServer(
            {
              ...stores,
              outbox: new Outbox(stores.state, [], { now }),
              sources: () => [],
              hook: () => Promise.resolve(),
              hookKey: () => undefined,
              onFindings: () => () => undefined,
              signals: { transmitter, inbox: undefined },
              now,
              version: "0.0.0",
              metrics: new Metrics(),
              trouble: () => undefined,
            },
            { host: "127.0.0.1", port: 0, tls: undefined, proxy: false },
          );
          stop = () => server.stop(0);
          const jwks = `${server.origin}/signals/jwks`;
          tenant.org.eventProviders.set(ISSUER, { id: "sse1", name: "Nightlatch", issuer: ISSUER, jwks });
          return opened.tellOthers("drill");
        },
      },
      async ({ tenant, company, stores, defended }) => {
        if (push === undefined) throw new TypeError("Nobody is told");
        const waiting = await stores.state.db.selectFrom("signal_set").select("jti").execute();
        expect(waiting.length).toBeGreaterThan(1);
        expect(await pushDue(push, AbortSignal.timeout(20_000))).toBe(waiting.length);
        const logged = tenant.org.log
          .from(0, Number.MAX_SAFE_INTEGER)
          .map(({ record }) => record as { eventType?: unknown; target?: { id: string }[] })
          .filter(({ eventType }) => eventType === "security.events.provider.receive_event");
        expect(logged).toHaveLength(waiting.length);
        const told = new Set(logged.flatMap(({ target = [] }) => target.map(({ id }) => id)));
        expect([...told].sort()).toEqual([company.jo.id, company.sam.id].sort());
        expect([company.jo.risk, company.sam.risk]).toEqual(["HIGH", "HIGH"]);
        // Each is in the journal, behind the proof that it tells of.
        const [id = ""] = defended.cases;
        const entries = await entriesAbout(stores.state.db, id);
        const tellings = entries.filter(({ kind }) => kind === "action.told");
        expect(tellings.length).toBeGreaterThan(0);
        for (const { seq, body } of tellings) {
          const { action, streams } = body as { action: string; streams: readonly string[] };
          expect(streams).toEqual(["config:okta"]);
          const proof = entries.find((one) => one.kind === "action.readback" && one.seq < seq && seq - one.seq <= 2);
          expect(proof?.body).toMatchObject({ action, holds: true });
        }
      },
    );
  } finally {
    await stop();
  }
});
