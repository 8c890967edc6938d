import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import {
  createToken,
  createUser,
  found,
  grantRole,
  startDrillTenant,
  SYSTEM_BY,
} from "../../packages/app/src/drill/index.ts";
import { startService } from "./started.ts";

const DAY = 86_400_000;
const RULE = `title: A bell
id: 66666666-6666-4666-8666-666666666666
logsource: { product: okta, service: okta }
detection:
  s: { eventType: user.session.end, displayMessage: bell }
  condition: s
level: high
`;

/** From an event's appearance in the log of a drill tenant to its finding at a signed webhook, both over HTTP. */
export async function* measureLatency({
  samples,
  poll,
}: {
  readonly samples: number;
  readonly poll: number;
}): AsyncGenerator<string> {
  const root = mkdtempSync(join(tmpdir(), "nightlatch-bench-"));
  const tenant = await startDrillTenant({ seed: 9, now: Date.now });
  tenant.rates.factor = 1000;
  const at = Date.now() - 70 * DAY;
  const reader = createUser(tenant.org, SYSTEM_BY, { login: "reader@example.com", firstName: "R", lastName: "R", at });
  grantRole(tenant.org, reader, "READ_ONLY_ADMIN", SYSTEM_BY, at);
  const { secret } = createToken(tenant.org, reader, "reader", SYSTEM_BY, at);
  found(tenant.org, { morning: Date.now() - 15 * DAY, days: 14 });
  const appeared = new Map<string, number>();
  const waits: number[] = [];
  const receiver = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request
      .on("data", (chunk: Buffer) => chunks.push(chunk))
      .on("end", () => {
        const now = performance.now();
        response.end();
        const { finding } = JSON.parse(Buffer.concat(chunks).toString()) as {
          readonly finding: { readonly evidence: readonly { readonly uid: string }[] };
        };
        for (const { uid } of finding.evidence) {
          const then = appeared.get(uid);
          if (then !== undefined && appeared.delete(uid)) waits.push(now - then);
        }
      });
  });
  await new Promise<void>((resolve) => {
    receiver.listen(0, "127.0.0.1", resolve);
  });
  writeFileSync(join(root, "own.yml"), RULE);
  writeFileSync(
    join(root, "nightlatch.yaml"),
    `sources: [{ tenant: acme, origin: "${tenant.origin}", read: { token: { env: BENCH_TOKEN } }, poll: ${poll}, share: 1 }]
outputs: [{ name: soc, kind: webhook, url: "http://127.0.0.1:${(receiver.address() as AddressInfo).port}/", secret: { env: BENCH_TOKEN } }]
rules: own.yml
server: { port: 0 }
`,
  );
  const service = await startService(root, { BENCH_TOKEN: secret });
  await service.read;
  for (let n = 0; n < samples; n++) {
    const actor = { id: `00ubench${n}`, type: "User", alternateId: `p${n}@example.com`, displayName: `P ${n}` };
    tenant.org.log.write({ type: "user.session.end", message: "bell", actor });
    const record = tenant.org.log.from(tenant.org.log.length - 1, Number.MAX_SAFE_INTEGER).at(-1)?.record;
    appeared.set(String(record?.uuid), performance.now());
    await sleep(Math.random() * poll * 1000);
  }
  for (let patience = 0; appeared.size > 0 && patience < 300; patience++) await sleep(100);
  await service.stop();
  await tenant.stop();
  receiver.close();
  rmSync(root, { recursive: true, force: true });
  const sorted = waits.toSorted((a, b) => a - b);
  const part = (of: number): number =>
    sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * of))] ?? Number.NaN;
  const beside = (of: number): string => `${(part(of) - poll * 1000).toFixed(0)} ms`;
  yield `${waits.length} of ${samples} findings, polling every ${poll} s, ${service.events()} events before: p50 ${part(0.5).toFixed(0)} ms, p99 ${part(0.99).toFixed(0)} ms, most ${part(1).toFixed(0)} ms; beside the polling interval p50 ${beside(0.5)}, p99 ${beside(0.99)}`;
}
