/** A service that watches one drill tenant until it is killed: `node crash.fixture.ts FOLDER ORIGIN TOKEN`. */
import { NO_CONFIG } from "../config/config.ts";
import { NO_SERVICE } from "../config/service.ts";
import { OktaClient, readOrigin, withApiToken } from "../connect/okta/index.ts";
import { readRuleBook } from "../detect/index.ts";
import { networksOf } from "../detect/knowledge.ts";
import { Outbox } from "../notify/index.ts";
import { openStores } from "../service/index.ts";
import { RULES } from "./rules.fixture.ts";
import { watchTenant } from "./start-watch.ts";

const [, , folder = "", origin = "", token = ""] = process.argv;
const stop = new AbortController();
process.on("SIGTERM", () => stop.abort());
const stores = await openStores(NO_SERVICE, { folder, secrets: { file: "", env: {} } });
const client = new OktaClient({ origin: readOrigin(origin), signIn: withApiToken(token), share: 1 });
const watch = await watchTenant(
  { tenant: "t", client, pollMs: 10, backfillDays: 30, quietMs: 1e12, settleMs: 0, pageSize: 100 },
  {
    ...stores,
    outbox: new Outbox(stores.state, [], { now: Date.now }),
    book: readRuleBook(RULES),
    networkOf: await networksOf(NO_CONFIG),
    now: Date.now,
    tell: (news) => process.stdout.write(`${news.kind} ${news.kind === "trouble" ? news.message : ""}\n`),
  },
);
process.stdout.write("ready\n");
// After each read: how many events were judged by now.
let lastRead = 0;
const report = setInterval(() => {
  const { state } = watch;
  if (state.lastRead === lastRead) return;
  lastRead = state.lastRead;
  process.stdout.write(`judged ${state.events}\n`);
}, 5);
await watch.run(stop.signal);
clearInterval(report);
await stores.close();
