import { createSocket } from "node:dgram";
import { connect as connectTcp, type Socket } from "node:net";
import { connect as connectTls } from "node:tls";
import { type Severity, toDetectionFinding } from "@nightlatch/core";
import { type Notice, type Output, OutputError } from "./output.ts";

export interface SyslogSettings {
  readonly name: string;
  readonly host: string;
  readonly port: number;
  readonly transport: "udp" | "tcp" | "tls";
  readonly hostname: string;
  readonly version: string;
  readonly now: () => number;
}

/** Severities of RFC 5424, table 2. */
const LEVEL: Readonly<Record<Severity, number>> = { critical: 2, high: 3, medium: 4, low: 5, informational: 6 };
/** Facility 13, log audit. */
const FACILITY = 13;
const TIMEOUT_MS = 10_000;

/** OCSF lines over syslog: RFC 5424 with the finding as OCSF in its message; over TCP and TLS counted as RFC 6587 says. */
export function syslog(settings: SyslogSettings): Output {
  const { name, transport } = settings;
  return {
    name,
    send: (notice, signal) => {
      const line = lineOf(notice, settings);
      return transport === "udp" ? datagram(line, settings) : stream(line, settings, signal);
    },
  };
}

function lineOf({ id, finding, revision }: Notice, { hostname, version, now }: SyslogSettings): string {
  const priority = FACILITY * 8 + LEVEL[finding.severity];
  const time = new Date(now()).toISOString();
  const data = `[nightlatch@0 id="${finding.id}" revision="${revision}" severity="${finding.severity}"]`;
  const ocsf = JSON.stringify(toDetectionFinding(finding, { version }));
  return `<${priority}>1 ${time} ${hostname} nightlatch - ${id.slice(0, 32)} ${data} ${ocsf}`;
}

function datagram(line: string, { host, port }: SyslogSettings): Promise<void> {
  const socket = createSocket("udp4");
  return new Promise((resolve, reject) => {
    socket.send(line, port, host, (error) => {
      socket.close();
      if (error === null) resolve();
      else reject(new OutputError("The datagram could not be sent", { passing: true, cause: error }));
    });
  });
}

function stream(line: string, { host, port, transport }: SyslogSettings, signal: AbortSignal): Promise<void> {
  const framed = `${Buffer.byteLength(line)} ${line}`;
  return new Promise((resolve, reject) => {
    const socket: Socket = transport === "tls" ? connectTls({ host, port }) : connectTcp({ host, port });
    const fail = (cause: unknown): void => {
      socket.destroy();
      reject(new OutputError("The syslog receiver did not take the line", { passing: true, cause }));
    };
    const stop = (): void => fail(signal.reason);
    signal.addEventListener("abort", stop, { once: true });
    socket.setTimeout(TIMEOUT_MS, () => fail(new Error("No answer in time")));
    socket.once("error", fail);
    socket.once("close", () => {
      signal.removeEventListener("abort", stop);
      resolve();
    });
    socket.end(framed);
  });
}
