import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";
import { describe, expect, it } from "vitest";
import { pageText } from "../packages/har/page/build.ts";

const SECRETS = [
  "102Zq8vKp3LmNwRt5YxBcDfGh",
  "00aBcDeFgHiJkLmNoPqRsTuVwXyZ0123456789ab",
  "Tr0ub4dor-3",
  "q9W8e7R6t5Y4u3I2o1P0aSdF",
];
const [SID, SSWS, PASSWORD, KEY] = SECRETS;
const HAR = {
  log: {
    version: "1.2",
    creator: { name: "Browser", version: "1" },
    entries: [
      {
        request: {
          url: `https://acme.okta.com/?sid=${SID}`,
          headers: [
            { name: "cookie", value: `sid=${SID}; lang=en` },
            { name: "authorization", value: `SSWS ${SSWS}` },
            { name: "x-unknown", value: KEY },
          ],
          postData: { text: JSON.stringify({ password: PASSWORD }) },
        },
        response: { content: { text: Buffer.from(JSON.stringify({ it: SID })).toString("base64") } },
      },
    ],
  },
};
const CHROMIUM = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].find((path) =>
  existsSync(path),
);
if (CHROMIUM === undefined)
  console.warn("SKIPPED: there is no Chromium here, so the page was not tried (Debian: apt-get install chromium)");

describe("the page", () => {
  it("HR-60 forbids itself every request, and holds all it needs", async () => {
    const page = await pageText();
    expect(page).toContain(`http-equiv="Content-Security-Policy" content="default-src 'none';`);
    expect(page.match(/<(?:script|link|img|iframe)[^>]*\b(?:src|href)=/g)).toBeNull();
    expect(page).not.toMatch(/unsafe-inline|unsafe-eval/);
  });

  it.skipIf(CHROMIUM === undefined)(
    "HR-60 scrubs a capture that is chosen or dropped, from the disk in Chromium, and makes no request",
    async () => {
      const folder = mkdtempSync(join(tmpdir(), "nightlatch-page-"));
      const browser = await chromium.launch({ executablePath: CHROMIUM ?? "", args: ["--no-sandbox"] });
      try {
        const file = join(folder, "scrub.html");
        writeFileSync(file, await pageText());
        const capture = join(folder, "session.har");
        writeFileSync(capture, JSON.stringify(HAR));
        const page = await browser.newPage({ acceptDownloads: true });
        const requests: string[] = [];
        const complaints: string[] = [];
        page.on("request", (request) => requests.push(request.url()));
        page.on("pageerror", (error) => complaints.push(error.message));
        page.on("console", (message) => complaints.push(message.text()));
        const own = pathToFileURL(file).href;
        await page.goto(own);
        await page.locator("#file").setInputFiles(capture);
        await page.locator("#result").waitFor({ state: "visible" });
        expect(await page.locator("#status").textContent()).toContain("found nothing left");
        const [download] = await Promise.all([page.waitForEvent("download"), page.locator("#save").click()]);
        expect(download.suggestedFilename()).toBe("session.scrubbed.har");
        const saved = join(folder, "out.har");
        await download.saveAs(saved);
        const out = readFileSync(saved, "utf8");
        expect((JSON.parse(out) as { log: { entries: unknown[] } }).log.entries).toHaveLength(1);
        expect(
          [
            ...SECRETS,
            Buffer.from(SID ?? "")
              .toString("base64")
              .slice(0, 16),
          ].filter((secret) => out.includes(secret)),
        ).toEqual([]);
        // The page itself and the file it makes for saving are no requests to anybody.
        expect(requests.filter((url) => url !== own && !url.startsWith("blob:"))).toEqual([]);
        expect(complaints).toEqual([]);
        // Dropped on it, a file is taken as well; what is no capture is refused in words.
        const dropped = await page.evaluateHandle(
          `(() => { const all = new DataTransfer(); all.items.add(new File(["{}"], "other.har")); return all; })()`,
        );
        await page.dispatchEvent("#drop", "drop", { dataTransfer: dropped });
        await page.locator("#status", { hasText: "NL-HAR-SHAPE" }).waitFor();
        expect(await page.locator("#result").isVisible()).toBe(false);
        const refused = page.evaluate(() =>
          fetch("https://example.com/").then(
            () => "sent",
            () => "refused",
          ),
        );
        expect(await refused).toBe("refused");
      } finally {
        await browser.close();
        rmSync(folder, { recursive: true, force: true });
      }
    },
  );
});
