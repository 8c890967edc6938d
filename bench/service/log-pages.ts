/**
 * Serves a generated log as Okta's System Log API does, a thousand events a page, in a process of its own:
 * `node log-pages.ts FILE`. Prints its address. The pages are made beforehand, so that serving costs next to nothing.
 */
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

const PAGE = 1000;
const lines = readFileSync(process.argv[2] ?? "", "utf8").split("\n");
lines.pop();
const pages: Buffer[] = [];
for (let at = 0; at < lines.length; at += PAGE) pages.push(Buffer.from(`[${lines.slice(at, at + PAGE).join(",")}]`));
const nothing = Buffer.from("[]");

const server = createServer((request, response) => {
  const url = new URL(request.url ?? "/", "http://localhost");
  const page = Number(url.searchParams.get("after") ?? 0);
  const { port } = server.address() as AddressInfo;
  const next = `http://127.0.0.1:${port}/api/v1/logs?limit=${PAGE}&after=${Math.min(page + 1, pages.length)}`;
  response.writeHead(200, {
    "content-type": "application/json",
    date: new Date().toUTCString(),
    link: `<${next}>; rel="next"`,
    "x-rate-limit-limit": "100000",
    "x-rate-limit-remaining": "100000",
    "x-rate-limit-reset": String(Math.ceil(Date.now() / 1000) + 60),
  });
  response.end(pages[page] ?? nothing);
});
server.listen(0, "127.0.0.1", () => {
  console.log(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
});
