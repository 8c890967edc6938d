/**
 * A ClickHouse server for tests: its HTTP interface (documentation, "HTTP interface") as far as the client uses it,
 * over the engine in this process, on loopback. It can be told to fail: before the work, after it, or half-way.
 *
 *   node clickhouse-server.fixture.ts FOLDER
 *
 * Prints its port. `POST /fault?kind=KIND&times=N` breaks the next N requests that insert (or all requests, for `any-…`).
 */
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { Session } from "chdb";

export type Fault = "reset-before" | "reset-middle" | "reset-after" | "error-500" | "hang" | "any-reset-before";

interface Waiting {
  kind: Fault;
  times: number;
}

function serve(folder: string): void {
  const write = new Session(folder);
  const read = new Session(folder);
  read.query("SET readonly = 1");
  let fault: Waiting | undefined;

  const fails = (kind: Fault): boolean => {
    if (fault === undefined || fault.kind !== kind || fault.times <= 0) return false;
    fault.times--;
    return true;
  };

  const server = createServer((request, response) => {
    void answer(request, response).catch((error: unknown) => {
      response.statusCode = 500;
      response.setHeader("X-ClickHouse-Exception-Code", /Code: (\d+)/.exec(String(error))?.[1] ?? "0");
      response.end(String(error instanceof Error ? error.message : error));
    });
  });

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const url = new URL(request.url ?? "/", "http://127.0.0.1");
    if (url.pathname === "/fault") {
      fault = { kind: url.searchParams.get("kind") as Fault, times: Number(url.searchParams.get("times") ?? 1) };
      response.end("Ok.\n");
      return;
    }
    const inserts = (url.searchParams.get("query") ?? "").startsWith("INSERT");
    if (fails("any-reset-before") || (inserts && fails("reset-before"))) return void request.socket.destroy();
    if (inserts && fails("reset-middle")) {
      await once(request);
      return void request.socket.destroy();
    }
    if (inserts && fails("hang")) return;
    const body = await text(request);
    if (inserts && fails("error-500")) throw new Error("Code: 252. DB::Exception: Too many parts. (TOO_MANY_PARTS)");
    const params: Record<string, string> = {};
    for (const [name, value] of url.searchParams) if (name.startsWith("param_")) params[name.slice(6)] = value;
    const sql = [url.searchParams.get("query") ?? "", body].filter((part) => part !== "").join("\n");
    const session = url.searchParams.get("readonly") === "1" ? read : write;
    const settings = [...url.searchParams].filter(([name]) => /^(?:insert_dedup|type_json|input_format)/.test(name));
    const prefix = settings.map(([name, value]) => `SET ${name} = '${value}'; `).join("");
    const result =
      Object.keys(params).length > 0
        ? await bound(session, prefix + sql, params)
        : await session.queryAsync(prefix + sql);
    if (inserts && fails("reset-after")) return void request.socket.destroy();
    response.setHeader("X-ClickHouse-Summary", "{}");
    response.end(result.text());
  };

  server.listen(0, "127.0.0.1", () => process.stdout.write(`${(server.address() as AddressInfo).port}\n`));
  process.on("SIGTERM", () => process.exit(0));
}

/** HTTP parameters come escaped as literals are; the engine in process wants them in the query itself. */
function bound(session: Session, sql: string, params: Record<string, string>): ReturnType<Session["queryAsync"]> {
  const filled = sql.replaceAll(/\{(\w+):([^}]+)\}/g, (_, name: string, type: string) => {
    const value = params[name] ?? "";
    const literal = type.startsWith("Array") ? value.replaceAll("\\", "\\\\").replaceAll("'", "\\'") : value;
    return `CAST('${literal}', '${type}')`;
  });
  return session.queryAsync(filled);
}

function once(request: IncomingMessage): Promise<void> {
  return new Promise((resolve) => {
    request.once("data", () => resolve());
  });
}

async function text(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString("utf8");
}

if (import.meta.main) serve(process.argv[2] ?? "");
