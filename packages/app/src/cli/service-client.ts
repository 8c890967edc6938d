import { Client } from "@nightlatch/client";
import type { Config } from "../config/config.ts";

/**
 * The service that runs, to be asked in place of its store: when a token for it is in NIGHTLATCH_TOKEN, at
 * NIGHTLATCH_URL or else where the configuration lets it listen.
 */
export function serviceClient({ service: { server } }: Config): Client | undefined {
  const { NIGHTLATCH_TOKEN: token = "", NIGHTLATCH_URL: url } = process.env;
  if (token === "") return undefined;
  const origin = `${server.tls === undefined ? "http" : "https"}://${server.host}:${server.port}`;
  return new Client({ origin: url ?? origin, token });
}
