import { describe, expect, it } from "vitest";
import fc from "fast-check";
import { compareAgents, readAgent } from "./index.ts";

const chrome = (system: string, version: string): string =>
  `Mozilla/5.0 (${system}) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/${version} Safari/537.36`;
const mac = chrome("Macintosh; Intel Mac OS X 10_15_7", "118.0.0.0");

describe("readAgent()", () => {
  it.each([
    [mac, "Chrome 118 on macOS"],
    [`${chrome("Windows NT 10.0; Win64; x64", "117.0.0.0")} Edg/117.0.2045.60`, "Edge 117 on Windows"],
    ["Mozilla/5.0 (X11; Linux x86_64; rv:109.0) Gecko/20100101 Firefox/118.0", "Firefox 118 on Linux"],
    [
      "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.0 Mobile/15E148 Safari/604.1",
      "Safari 17 on iOS",
    ],
    ["python-requests/2.31.0", "the program python-requests"],
    ["Mozilla/5.0 (Windows NT; Windows NT 10.0; en-US) WindowsPowerShell/5.1.19041.1", "the program Mozilla"],
    ["Okta-Integrations", "Okta itself"],
    ["", "no user agent"],
  ])("reads %s", (raw, label) => {
    expect(readAgent(raw).label).toBe(label);
  });

  it("SS-27 knows builds that never existed", () => {
    expect(readAgent(chrome("Windows NT 10.0", "99.0.7113.93")).impossible).toBe(
      "Chrome 99 was built as 4844, never as 7113",
    );
    expect(readAgent(chrome("Macintosh; Intel Mac OS X 10_15_7", "99.0.4844.83")).impossible).toBe("");
    expect(readAgent(mac).impossible).toBe("");
  });

  it("takes any text without throwing, and the same text for the same browser", () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 4000 }), (raw) => {
        const agent = readAgent(raw);
        expect(compareAgents(agent, readAgent(raw))).toBe("same");
      }),
    );
  });
});

describe("compareAgents() SS-26", () => {
  const change = (before: string, now: string): string => compareAgents(readAgent(before), readAgent(now));
  const windows = chrome("Windows NT 10.0; Win64; x64", "118.0.0.0");
  it("tells forward from backward", () => {
    expect(change(mac, mac.replace("118", "119"))).toBe("upgrade");
    expect(change(mac, mac.replace("118", "99"))).toBe("downgrade");
  });
  it("tells another browser, another system, a program", () => {
    expect(change(windows, `${windows} Edg/118.0.0.0`)).toBe("other-browser");
    expect(change(mac, windows)).toBe("other-os");
    expect(change(mac, "curl/8.4.0")).toBe("script");
  });
  it("says nothing where nothing can be said", () => {
    expect(change(mac, "")).toBe("incomparable");
    expect(change(mac, "Okta-Integrations")).toBe("incomparable");
  });
  it("takes «request desktop site» on an iPad for the same device", () => {
    const safari = (system: string): string =>
      `Mozilla/5.0 (${system}) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.0 Safari/605.1.15`;
    expect(change(safari("iPad; CPU OS 17_0 like Mac OS X"), safari("Macintosh; Intel Mac OS X 10_15_7"))).toBe(
      "upgrade",
    );
  });
});
