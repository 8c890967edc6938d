import { existsSync } from "node:fs";
import { createInterface } from "node:readline/promises";
import { parseConfig } from "../config/config.ts";
import { OktaError, readOrigin } from "../connect/okta/index.ts";
import { writeAtomically } from "../disk/write-atomically.ts";
import { safeText } from "../report/index.ts";
import { lookAt } from "./doctor.ts";
import { EXIT, type ExitCode } from "./exit-code.ts";
import { Failure } from "./failure.ts";
import type { GlobalOptions } from "./global-options.ts";
import { writeError, writeOut } from "./write-out.ts";

/** Options of `nightlatch init`; what is not given is asked for on a terminal. */
export interface InitFlags extends GlobalOptions {
  readonly tenant?: string;
  readonly origin?: string;
  readonly clientId?: string;
  readonly key?: string;
  readonly tokenEnv?: string;
  readonly force?: boolean;
  readonly check: boolean;
}

/** `nightlatch init`: asks, writes the configuration, tests the credential, and says what is lost without which right. */
export async function runInit(flags: InitFlags): Promise<ExitCode> {
  const file = flags.config ?? "nightlatch.yaml";
  if (existsSync(file) && flags.force !== true)
    throw new Failure("NL-INIT-EXISTS", `There is a "${file}" already`, {
      exit: EXIT.usage,
      next: "Name another with --config, or overwrite it with --force",
    });
  const answers = await ask(flags);
  const text = configText(answers);
  // What is written must be what is read.
  const config = parseConfig({ file, text });
  await writeAtomically(file, text);
  writeError(`Wrote ${file}. Secrets are not in it: ${answers.secret}.\n`);
  if (!flags.check) return EXIT.done;
  const looks: Parameters<typeof lookAt>[0] = [];
  for (const source of config.service.sources) await lookAt(looks, source, { file, env: process.env });
  await writeOut(
    `${looks.map((one) => `${one.ok ? "ok      " : "NOT OK  "} ${one.what}: ${safeText(one.says)}`).join("\n")}\n`,
  );
  writeError("Next: nightlatch up\n");
  return looks.every((one) => one.ok) ? EXIT.done : EXIT.unavailable;
}

interface Answers {
  readonly tenant: string;
  readonly origin: string;
  readonly read: string;
  readonly secret: string;
}

async function ask(flags: InitFlags): Promise<Answers> {
  const terminal = process.stdin.isTTY && process.stderr.isTTY;
  const lines = terminal ? createInterface({ input: process.stdin, output: process.stderr }) : undefined;
  const want = async (given: string | undefined, question: string, option: string): Promise<string> => {
    if (given !== undefined && given !== "") return given;
    const answer = (await lines?.question(`${question} `))?.trim() ?? "";
    if (answer !== "") return answer;
    throw new Failure("NL-INIT-WANTS", `An answer is missing: ${question}`, {
      exit: EXIT.usage,
      next: `Give it with ${option}, or run nightlatch init on a terminal`,
    });
  };
  try {
    const tenant = await want(flags.tenant, "A short name for the tenant (such as acme):", "--tenant");
    const origin = await want(flags.origin, "The organisation's address (https://acme.okta.com):", "--origin");
    try {
      readOrigin(origin);
    } catch (error) {
      if (!(error instanceof OktaError)) throw error;
      throw new Failure(error.code, error.message, {
        exit: EXIT.usage,
        next: "Give it as a browser shows it, without -admin and without a path",
      });
    }
    if (flags.tokenEnv !== undefined)
      return {
        tenant,
        origin,
        read: `{ token: { env: ${yaml(flags.tokenEnv)} } }`,
        secret: `the API token is read from the environment, ${flags.tokenEnv}`,
      };
    const clientId = await want(
      flags.clientId,
      "Client id of the service app that reads (0oa…):",
      "--client-id, or --token-env for an API token",
    );
    const key = await want(flags.key, "File with its private key (JWK):", "--key");
    return {
      tenant,
      origin,
      read: `{ clientId: ${yaml(clientId)}, key: { file: ${yaml(key)} } }`,
      secret: `the key is read from ${key}`,
    };
  } finally {
    lines?.close();
  }
}

function configText({ tenant, origin, read }: Answers): string {
  return `# Nightlatch. Every key: docs/configuration.md
sources:
  - tenant: ${yaml(tenant)}
    origin: ${yaml(origin)}
    read: ${read}
    # A second credential, for containing only; never the same as the first.
    # act: { clientId: 0oa…, key: { file: act.json } }
    poll: 10          # seconds
    backfill: 90      # days
    share: 0.5        # of the organisation's rate limits
# Whom to tell
# outputs:
#   - { name: soc, kind: webhook, url: https://soc.example.com/hook, secret: { env: SOC_SECRET }, atLeast: high }
`;
}

/** A text as YAML quotes it. */
function yaml(text: string): string {
  return JSON.stringify(text);
}
