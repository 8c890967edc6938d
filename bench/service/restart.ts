import { existsSync, mkdirSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { openEventStore } from "../../packages/app/src/store/events/index.ts";
import { served, wholeWay } from "./ingest.ts";
import { knowledge, median } from "./parts.ts";
import { startService } from "./started.ts";

/** From the start of the process to readiness, over a store that was filled, judged and saved by a run before. */
export async function* measureRestart(
  file: string,
  { events, rounds }: { readonly events: number; readonly rounds: number },
): AsyncGenerator<string> {
  const root = new URL(`../.data/restart-${events}`, import.meta.url).pathname;
  if (!existsSync(root)) {
    mkdirSync(`${root}.part`, { recursive: true });
    await wholeWay(join(`${root}.part`, "nightlatch-data"), { file, events, known: await knowledge() });
    renameSync(`${root}.part`, root);
  }
  const { child, origin } = await served(file);
  writeFileSync(
    join(root, "nightlatch.yaml"),
    `sources: [{ tenant: acme, origin: "${origin}", read: { token: { env: BENCH_TOKEN } }, share: 1, quiet: 100000 }]
server: { port: 0 }
`,
  );
  const times: number[] = [];
  const processor: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const service = await startService(root, { BENCH_TOKEN: "bench" });
    times.push(service.ready);
    processor.push(service.processor);
    await service.stop();
  }
  child.kill();
  const store = await openEventStore({ folder: join(root, "nightlatch-data") });
  const [holding] = await store.holdings();
  const days = ((holding?.last ?? 0) - (holding?.first ?? 0)) / 86_400_000;
  yield `${holding?.events} events of ${days.toFixed(1)} days, ${((await store.size()) / 1e6).toFixed(0)} MB: ready after ${median(times).toFixed(2)} s (${times.map((one) => one.toFixed(2)).join(", ")}), ${median(processor).toFixed(2)} s of processor`;
  await store.close();
}
