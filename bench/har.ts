/**
 * The benchmark of HAR: writes a capture once, and scrubs it, each time in a process of its own; prints megabytes a
 * second by the clock and by processor time, and peak resident memory. Nothing is asserted about a time.
 *
 *   node --conditions=source bench/har.ts [--megabytes 100] [--fresh] [--only scrub,inspect,words,hash]
 *
 * Browsers fetch much twice, and so does the capture; with `--fresh` no body in it comes twice.
 * `words` restates the public sanitizer: the whole text, pretty-printed, and three regular expressions a word over it.
 * `hash` is SHA-256 of the file, for what the machine gives at that moment.
 */
import { spawnSync } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  readSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { cpus, loadavg } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { Inspector } from "@nightlatch/har";
import { scrubFile } from "../packages/app/src/connect/har/index.ts";
import "../packages/app/src/lean-heap.ts";
import { writeCapture } from "./har-capture.ts";

const WAYS: Readonly<Record<string, (file: string, out: string) => Promise<string>>> = {
  hash,
  inspect,
  scrub: scrubbed,
  words,
};
const CHUNK = 1024 * 1024;

function* chunks(file: string): Generator<Uint8Array> {
  const input = openSync(file, "r");
  const chunk = Buffer.allocUnsafeSlow(CHUNK);
  for (let read = readSync(input, chunk); read > 0; read = readSync(input, chunk)) yield chunk.subarray(0, read);
  closeSync(input);
}

async function scrubbed(file: string, out: string): Promise<string> {
  const done = await scrubFile(file, out, "share");
  if (!done.ok) return done.problem.message;
  return `${done.receipt.entries} entries, ${done.receipt.values} values in ${done.receipt.replacements} places`;
}

async function inspect(file: string): Promise<string> {
  const inspector = new Inspector({ key: randomBytes(32) });
  await inspector.capture(() => chunks(file));
  return `${inspector.inspection().artefacts.length} credentials`;
}

async function hash(file: string): Promise<string> {
  const digest = createHash("sha256");
  for (const chunk of chunks(file)) digest.update(chunk);
  return digest.digest("hex").slice(0, 8);
}

/** Words as such a tool has them; here the names that the capture holds, and some that it does not. */
const SCRUB_WORDS = [
  "Authorization",
  "SAMLRequest",
  "SAMLResponse",
  "access_token",
  "assertion",
  "auth",
  "authenticity_token",
  "challenge",
  "client_id",
  "client_secret",
  "code",
  "code_challenge",
  "code_verifier",
  "email",
  "id_token",
  "nonce",
  "password",
  "refresh_token",
  "serverData",
  "sessionToken",
  "state",
  "stateHandle",
  "token",
  "usg",
  "cookie",
  "sid",
  "login",
];

async function words(file: string, out: string): Promise<string> {
  let text = JSON.stringify(JSON.parse(readFileSync(file, "utf8")), null, 2);
  for (const word of SCRUB_WORDS) {
    text = text.replaceAll(
      new RegExp(`([\\s";,&?]+${word}=)([\\w+-_/=#|.%&:!*()\`~'"]+?)(&|\\\\",|",|"\\s|"}}|;){1}`, "g"),
      `$1[${word} redacted]$3`,
    );
    text = text.replaceAll(
      new RegExp(
        `("name": "${word}",[\\s\\w+:"-\\%!*()\`~'.,#]*?"value": ")([\\w+-_:&+=#$~/()\\\\.\\,*!|%"'\\s;{}]+?)("[\\s]+){1}`,
        "g",
      ),
      `$1[${word} redacted]$3`,
    );
    text = text.replaceAll(
      new RegExp(
        `("value": ")([\\w+-_:&+=#$~/()\\\\.\\,*!|%"\\s;{}]+)("[,\\s}}]+)([\\s\\w+:"-\\\\%!*\`()~'#.]*"name": "${word}")`,
        "g",
      ),
      `$1[${word} redacted]$3$4`,
    );
  }
  writeFileSync(out, text);
  return `${SCRUB_WORDS.length} words`;
}

interface Measured {
  readonly seconds: number;
  readonly cpu: number;
  readonly rss: number;
  readonly note: string;
}

async function measure(way: string, file: string): Promise<Measured> {
  const out = `${file}.out`;
  const started = performance.now();
  const before = process.cpuUsage();
  const note = (await WAYS[way]?.(file, out)) ?? "no such way";
  const { user, system } = process.cpuUsage(before);
  const seconds = (performance.now() - started) / 1000;
  rmSync(out, { force: true });
  return { seconds, cpu: (user + system) / 1e6, rss: process.resourceUsage().maxRSS * 1024, note };
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    megabytes: { type: "string", default: "100" },
    fresh: { type: "boolean", default: false },
    only: { type: "string", default: "hash,scrub,inspect,words" },
  },
});
const [way, given] = positionals;
if (way !== undefined && given !== undefined) console.log(JSON.stringify(await measure(way, given)));
else {
  const folder = join(import.meta.dirname, ".data");
  mkdirSync(folder, { recursive: true });
  const file = join(folder, `capture-${values.megabytes}${values.fresh ? "-fresh" : ""}.har`);
  if (!existsSync(file)) writeCapture(file, Number(values.megabytes) * 1e6, values.fresh);
  const { size } = statSync(file);
  console.log(
    `${cpus()[0]?.model ?? "unknown processor"}, ${cpus().length} cores, load ${loadavg()[0]?.toFixed(1)}, Node ${process.version}, ${size} bytes`,
  );
  for (const one of values.only.split(",")) {
    const child = spawnSync(process.execPath, [...process.execArgv, import.meta.filename, one, file], {
      encoding: "utf8",
      stdio: ["ignore", "pipe", "inherit"],
      timeout: 570_000,
    });
    if (child.status !== 0) {
      console.log(`${one.padEnd(8)} ended with ${child.status ?? child.signal}`);
      continue;
    }
    const { seconds, cpu, rss, note } = JSON.parse(child.stdout) as Measured;
    const rate = (spent: number): string => (size / 1e6 / spent).toFixed(1).padStart(7);
    console.log(
      `${one.padEnd(8)} ${rate(seconds)} MB/s by the clock ${rate(cpu)} MB/s by cpu  ${Math.round(rss / 1e6)} MB  ${note}`,
    );
  }
}
