import { hostname } from "node:os";
import { readSecret } from "../config/secret.ts";
import type { OutputConfig } from "../config/service.ts";
import { chat, mail, type Route, syslog, webhook } from "../notify/index.ts";
import { VERSION } from "../version.ts";
import type { SecretSource } from "./open-state.ts";

/** The outputs that a configuration names. Throws ConfigError NL-CONFIG-SECRET. */
export async function routesOf(
  outputs: readonly OutputConfig[],
  { secrets, now }: { readonly secrets: SecretSource; readonly now: () => number },
): Promise<readonly Route[]> {
  return Promise.all(outputs.map(async (one) => ({ output: await outputOf(one, secrets, now), atLeast: one.atLeast })));
}

async function outputOf(one: OutputConfig, secrets: SecretSource, now: () => number): Promise<Route["output"]> {
  const { name } = one;
  switch (one.kind) {
    case "webhook": {
      const url = typeof one.url === "string" ? one.url : await readSecret(one.url, secrets);
      return webhook({ name, url, secret: await readSecret(one.secret, secrets), now });
    }
    case "chat":
      return chat({ name, url: await readSecret(one.url, secrets) });
    case "syslog": {
      const { host, port, transport } = one;
      return syslog({ name, host, port, transport, hostname: hostname(), version: VERSION, now });
    }
    case "mail": {
      const { host, port, tls, user, from, to } = one;
      const password = one.password === undefined ? undefined : await readSecret(one.password, secrets);
      return mail({ name, host, port, tls, user, password, from, to });
    }
  }
}
