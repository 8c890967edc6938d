import type { Agent } from "./agent.ts";

/** How a browser differs from the one seen before. */
export type AgentChange = "same" | "upgrade" | "downgrade" | "other-browser" | "other-os" | "script" | "incomparable";

/**
 * Compares two readings of a User-Agent.
 *
 * A browser that updates itself goes forward by at most a few majors while a session lives; going backwards, or to
 * another family or operating system, needs another browser. Missing strings and the provider's own programs are
 * `incomparable`: they say nothing.
 */
export function compareAgents(before: Agent, now: Agent): AgentChange {
  if (before.raw === now.raw) return "same";
  if (now.kind === "script") return before.kind === "script" && before.family === now.family ? "upgrade" : "script";
  if (before.kind === "app" || now.kind === "app") return runsElsewhere(before, now) ? "other-os" : "incomparable";
  if (before.kind !== "browser" || now.kind !== "browser") return "incomparable";
  if (before.os !== now.os && before.os !== "" && now.os !== "") {
    // "Request desktop site" makes an iPad or iPhone call itself a Mac (WebKit), with the same engine.
    const desktopSite = before.family === now.family && isApple(before.os) && isApple(now.os);
    return desktopSite ? "upgrade" : "other-os";
  }
  if (before.family !== now.family) return "other-browser";
  if (now.major < before.major) return "downgrade";
  return "upgrade";
}

function runsElsewhere(before: Agent, now: Agent): boolean {
  if (before.os === "" || now.os === "" || before.os === now.os) return false;
  return !(isApple(before.os) && isApple(now.os));
}

function isApple(os: string): boolean {
  return os === "macos" || os === "ios";
}
