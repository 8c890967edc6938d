import { readFileSync } from "node:fs";
import {
  createServer as createPlain,
  type IncomingMessage,
  type Server,
  type ServerOptions,
  type ServerResponse,
} from "node:http";
import { createServer as createSecure } from "node:https";
import { type AddressInfo, isIP } from "node:net";
import type { Duplex } from "node:stream";
import { createSecureContext } from "node:tls";
import { problem, type ProblemCode, PROBLEMS } from "@nightlatch/client";
import type { ServerConfig } from "../config/service.ts";
import { ServerError } from "./server-error.ts";

/** How long a client may take, in milliseconds. */
export interface Patience {
  /** For the headers, and for the whole request. */
  readonly headers: number;
  readonly request: number;
  /** For a connection on which nothing moves. */
  readonly idle: number;
}

const MAX_HEADERS = 16 * 1024;
const MAX_CONNECTIONS = 1000;

type Listener = (request: IncomingMessage, response: ServerResponse) => void;

/**
 * Listens, on loopback unless told otherwise. Throws a ServerError: `NL-SERVER-EXPOSED` when it would be reached from
 * elsewhere without TLS and without a declared proxy, `NL-SERVER-TLS`, `NL-SERVER-PORT`.
 */
export async function listen(config: ServerConfig, patience: Patience, listener: Listener): Promise<Server> {
  const { host, port, tls, proxy } = config;
  if (!isLoopback(host) && tls === undefined && !proxy)
    throw new ServerError(
      "NL-SERVER-EXPOSED",
      `The server would listen on "${host}", where others can reach it, and tokens would go over the network in clear. Configure \`tls\` (\`cert\`, \`key\`), say \`proxy: true\` when a proxy in front ends TLS, or listen on 127.0.0.1`,
    );
  const options: ServerOptions = {
    maxHeaderSize: MAX_HEADERS,
    headersTimeout: patience.headers,
    requestTimeout: patience.request,
    connectionsCheckingInterval: Math.min(patience.headers, 5000),
    keepAliveTimeout: 5000,
  };
  const server: Server =
    tls === undefined ? createPlain(options, listener) : createSecure({ ...options, ...certificate(tls) }, listener);
  server.maxConnections = MAX_CONNECTIONS;
  server.timeout = patience.idle;
  server.on("clientError", refuse);
  await new Promise<void>((resolve, reject) => {
    server.once("error", (cause: NodeJS.ErrnoException) => {
      const why = `The server cannot listen on ${host}, port ${port} (${cause.code ?? cause.message})`;
      reject(new ServerError("NL-SERVER-PORT", `${why}. Choose another with \`server: port\``, { cause }));
    });
    server.listen({ host, port }, resolve);
  });
  return server;
}

/** Where a listening server is reached. */
export function originOf(server: Server, { host, tls }: ServerConfig): string {
  const { port } = server.address() as AddressInfo;
  return `${tls === undefined ? "http" : "https"}://${isIP(host) === 6 ? `[${host}]` : host}:${port}`;
}

/** Only this machine reaches it. */
function isLoopback(host: string): boolean {
  return host === "localhost" || host === "::1" || (isIP(host) === 4 && host.startsWith("127."));
}

function certificate({ cert, key }: { readonly cert: string; readonly key: string }): {
  readonly cert: Buffer;
  readonly key: Buffer;
} {
  try {
    const pair = { cert: readFileSync(cert), key: readFileSync(key) };
    createSecureContext(pair);
    return pair;
  } catch (cause) {
    const why = cause instanceof Error && "code" in cause ? String(cause.code) : "they cannot be read";
    throw new ServerError("NL-SERVER-TLS", `The files of \`tls\` "${cert}" and "${key}" are of no use (${why})`, {
      cause,
    });
  }
}

/** Requests that never became one: answered in the same form as any refusal, and cut. */
function refuse(error: NodeJS.ErrnoException, socket: Duplex): void {
  if (!socket.writable) return void socket.destroy();
  const code: ProblemCode =
    error.code === "HPE_HEADER_OVERFLOW"
      ? "NL-API-HEADERS"
      : error.code === "ERR_HTTP_REQUEST_TIMEOUT"
        ? "NL-API-SLOW"
        : "NL-API-INPUT";
  const { status, title } = PROBLEMS[code];
  const body = JSON.stringify(problem(code, title));
  socket.end(
    `HTTP/1.1 ${status} Refused\r\nconnection: close\r\ncontent-type: application/problem+json\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  );
}
