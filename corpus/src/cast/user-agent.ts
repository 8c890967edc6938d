/** A browser on an operating system, as the user agent says and as Okta parses it. */
export interface Agent {
  readonly system: System;
  readonly browser: Browser;
  readonly version: number;
}

export type System = "windows" | "mac" | "linux" | "chromeos" | "iphone" | "ipad" | "android";
export type Browser = "chrome" | "edge" | "firefox" | "safari";

export interface AgentText {
  readonly rawUserAgent: string;
  readonly os: string;
  readonly browser: string;
  readonly device: string;
}

const webkit = "AppleWebKit/537.36 (KHTML, like Gecko)";

const platforms: Record<System, readonly [token: string, os: string, device: string]> = {
  windows: ["Windows NT 10.0; Win64; x64", "Windows 10", "Computer"],
  mac: ["Macintosh; Intel Mac OS X 10_15_7", "Mac OS X", "Computer"],
  linux: ["X11; Linux x86_64", "Linux", "Computer"],
  chromeos: ["X11; CrOS x86_64 14541.0.0", "Chrome OS", "Computer"],
  iphone: ["iPhone; CPU iPhone OS 17_6_1 like Mac OS X", "iOS (iPhone)", "Mobile"],
  ipad: ["iPad; CPU OS 17_6_1 like Mac OS X", "iOS (iPad)", "Tablet"],
  android: ["Linux; Android 10; K", "Android 10", "Mobile"],
};

export function agentText(agent: Agent): AgentText {
  const [token, os, device] = platforms[agent.system];
  return { rawUserAgent: raw(agent, token), os, browser: agent.browser.toUpperCase(), device };
}

function raw(agent: Agent, token: string): string {
  const { system, browser, version } = agent;
  const safari = `Version/${17 + Math.floor((version - 118) / 13)}.5`;
  if (system === "iphone" || system === "ipad") {
    const inner = browser === "chrome" ? `CriOS/${version}.0.6367.88` : safari;
    return `Mozilla/5.0 (${token}) AppleWebKit/605.1.15 (KHTML, like Gecko) ${inner} Mobile/15E148 Safari/604.1`;
  }
  const mobile = system === "android" ? "Mobile " : "";
  const chrome = `Mozilla/5.0 (${token}) ${webkit} Chrome/${version}.0.0.0 ${mobile}Safari/537.36`;
  const texts: Record<Browser, string> = {
    chrome,
    edge: `${chrome} Edg/${version}.0.0.0`,
    firefox: `Mozilla/5.0 (${token.replace("10_15_7", "10.15")}; rv:${version}.0) Gecko/20100101 Firefox/${version}.0`,
    safari: `Mozilla/5.0 (${token}) AppleWebKit/605.1.15 (KHTML, like Gecko) ${safari} Safari/605.1.15`,
  };
  return texts[browser];
}

const release118 = Date.UTC(2023, 9, 10);

/** The Chrome release that was current at a time: 118 came out on 10 October 2023, one more every four weeks. */
export function currentVersion(at: number): number {
  return 118 + Math.floor((at - release118) / (28 * 86_400_000));
}

/** Agents that no person drives. */
export const scriptedAgents: readonly string[] = [
  "python-requests/2.31.0",
  "curl/8.4.0",
  "Go-http-client/1.1",
  "axios/1.6.0",
  "python-httpx/0.25.1",
  "PostmanRuntime/7.36.0",
  "Mozilla/5.0 (Windows NT; Windows NT 10.0; en-US) WindowsPowerShell/5.1.19041.3570",
];

/** The two user agents that Okta published in October 2023. */
export const published2023Agents: readonly AgentText[] = [
  {
    rawUserAgent:
      "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/99.0.7113.93 Safari/537.36",
    os: "Windows 10",
    browser: "CHROME",
    device: "Computer",
  },
  {
    rawUserAgent:
      "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/99.0.4844.83 Safari/537.36",
    os: "Mac OS X",
    browser: "CHROME",
    device: "Computer",
  },
];
