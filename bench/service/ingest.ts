import { type ChildProcess, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { LogReader, OktaClient, readOrigin, withApiToken } from "../../packages/app/src/connect/okta/index.ts";
import { judgeOf } from "../../packages/app/src/detect/index.ts";
import { type IncomingEvent, PageReader } from "../../packages/app/src/ingest/index.ts";
import { Outbox } from "../../packages/app/src/notify/index.ts";
import { loadJudge } from "../../packages/app/src/pipeline/index.ts";
import { COLUMNS, type Written } from "../../packages/app/src/store/events/columns.ts";
import { openDoors } from "../../packages/app/src/store/events/connect.ts";
import { openEventStore } from "../../packages/app/src/store/events/index.ts";
import { tabSeparated } from "../../packages/app/src/store/events/tab-separated.ts";
import { openStateStore } from "../../packages/app/src/store/state/index.ts";
import { LiveDetection } from "../../packages/app/src/watch/live-detection.ts";
import { watchTenant } from "../../packages/app/src/watch/index.ts";
import { knowledge, median, timed } from "./parts.ts";

const PAGE = 1000;
const SOURCE = "okta.system_log";
type Known = Awaited<ReturnType<typeof knowledge>>;
type Took = Awaited<ReturnType<typeof timed>>;

/** The whole way and its parts, in turn, for some rounds. */
export async function* measureIngest(
  file: string,
  { events, rounds }: { readonly events: number; readonly rounds: number },
): AsyncGenerator<string> {
  const known = await knowledge();
  const pages = pagesOf(file);
  const read = await readPages(pages, known);
  const bodies = (size: number): readonly string[] => bodiesOf(read.flat(), size);
  const [small, large] = [bodies(PAGE), bodies(20 * PAGE)];
  const works: Readonly<Record<string, (folder: string) => Promise<Took>>> = {
    [`bare insert, ${PAGE} rows each`]: (folder) => bareInsert(folder, small),
    [`bare insert, ${20 * PAGE} rows each`]: (folder) => bareInsert(folder, large),
    "the whole way": (folder) => wholeWay(folder, { file, events, known }),
    "pages to events, rules matched": () => timed(async () => void (await readPages(pages, known))),
    "events to the store": (folder) => stored(folder, read),
    "events judged": (folder) => judged(folder, read, known),
  };
  const all = new Map<string, Took[]>(Object.keys(works).map((name) => [name, []]));
  for (let round = 0; round < rounds; round++)
    for (const [name, work] of Object.entries(works)) {
      const folder = mkdtempSync(join(tmpdir(), "nightlatch-bench-"));
      all.get(name)?.push(await work(folder));
      rmSync(folder, { recursive: true, force: true });
    }
  const bare = median((all.get(`bare insert, ${PAGE} rows each`) ?? []).map(({ clock }) => clock));
  for (const [name, took] of all) {
    const clock = median(took.map((one) => one.clock));
    const cpu = median(took.map((one) => one.cpu));
    yield `${name}: ${Math.round(events / clock)} events/s, ${((clock / events) * 1e6).toFixed(0)} µs an event by the clock, ${((cpu / events) * 1e6).toFixed(0)} µs of processor; ${(bare / clock).toFixed(2)} × the bare insert`;
  }
}

function pagesOf(file: string): readonly Buffer[] {
  const lines = readFileSync(file, "utf8").split("\n");
  lines.pop();
  const pages: Buffer[] = [];
  for (let at = 0; at < lines.length; at += PAGE) pages.push(Buffer.from(`[${lines.slice(at, at + PAGE).join(",")}]`));
  return pages;
}

async function readPages(pages: readonly Buffer[], { book }: Known): Promise<readonly (readonly IncomingEvent[])[]> {
  const reader = new PageReader("acme", await loadJudge(judgeOf(book)));
  return pages.map((page) => reader.read("bench", page).events);
}

/** Rows as the engine takes them, made beforehand. */
function bodiesOf(events: readonly IncomingEvent[], size: number): readonly string[] {
  const rows = events.map((event): Written => ({
    ...event,
    received: 0,
    text: Buffer.from(event.raw).toString("utf8"),
    form: "text",
  }));
  const bodies: string[] = [];
  for (let at = 0; at < rows.length; at += size) bodies.push(tabSeparated(rows.slice(at, at + size)));
  return bodies;
}

/** Nothing but the engine: the same table, the same rows, the same settings. */
async function bareInsert(folder: string, bodies: readonly string[]): Promise<Took> {
  await (await openEventStore({ folder })).close();
  const { write, read, ask } = await openDoors({ folder });
  const took = await timed(async () => {
    for (const body of bodies)
      await write.insert({
        table: "events",
        columns: COLUMNS.map(({ name }) => name) as [string, ...string[]],
        values: Readable.from([Buffer.from(body)], { objectMode: false }),
        format: "TabSeparated",
        clickhouse_settings: {
          type_json_skip_duplicated_paths: 1,
          input_format_try_infer_dates: 0,
          input_format_try_infer_datetimes: 0,
          insert_deduplicate: 1,
          insert_deduplication_token: createHash("sha256").update(body).digest("hex"),
        },
      });
  });
  for (const door of [read, ask, write]) await door.close();
  return took;
}

/** A log over HTTP to stored, judged, told and saved. */
export async function wholeWay(
  folder: string,
  { file, events, known }: { readonly file: string; readonly events: number; readonly known: Known },
): Promise<Took> {
  const { child, origin } = await served(file);
  const store = await openEventStore({ folder });
  const state = await openStateStore({ folder });
  const stop = new AbortController();
  const watched = {
    tenant: "acme",
    client: new OktaClient({ origin: readOrigin(origin), signIn: withApiToken("bench"), share: 1 }),
    pollMs: 50,
    backfillDays: 90,
    quietMs: 1e12,
  };
  const watch = await watchTenant(watched, {
    events: store,
    state,
    outbox: new Outbox(state, [], { now: Date.now }),
    ...known,
    now: Date.now,
    tell: () => undefined,
  });
  const look = setInterval(() => {
    if (watch.state.events >= events && watch.state.caughtUp) stop.abort();
  }, 5);
  const took = await timed(() => watch.run(stop.signal));
  clearInterval(look);
  await store.close();
  await state.close();
  child.kill();
  return took;
}

async function stored(folder: string, pages: readonly (readonly IncomingEvent[])[]): Promise<Took> {
  const store = await openEventStore({ folder });
  const took = await timed(async () => {
    for (const page of pages) await store.append(page.map((event) => ({ ...event, received: 0 })));
  });
  await store.close();
  return took;
}

async function judged(
  folder: string,
  pages: readonly (readonly IncomingEvent[])[],
  { book, networkOf }: Known,
): Promise<Took> {
  const store = await openEventStore({ folder });
  const judge = await loadJudge(judgeOf(book));
  const live = new LiveDetection({ tenant: "acme", source: SOURCE, book, judge, networkOf, events: store });
  const took = await timed(async () => {
    for (const [n, page] of pages.entries()) await live.take(page, n + 1);
  });
  await store.close();
  return took;
}

/** Serves a log from a process of its own. */
export async function served(file: string): Promise<{ readonly child: ChildProcess; readonly origin: string }> {
  const program = new URL("log-pages.ts", import.meta.url).pathname;
  const child = spawn(process.execPath, ["--conditions=source", program, file], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const origin = await new Promise<string>((resolve) => {
    child.stdout.setEncoding("utf8").once("data", (text: string) => resolve(text.trim()));
  });
  // A first request, so that what it costs to start is not the service's.
  await new LogReader(new OktaClient({ origin: readOrigin(origin), signIn: withApiToken("bench"), share: 1 })).poll(
    LogReader.begin(0),
  );
  return { child, origin };
}
