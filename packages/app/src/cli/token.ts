import { isTokenScope, type Token } from "@nightlatch/client";
import { jsonDocument, safeText } from "../report/index.ts";
import { EXIT, type ExitCode } from "./exit-code.ts";
import { Failure } from "./failure.ts";
import { type GlobalOptions, textOrJson } from "./global-options.ts";
import { openTokenDesk, type TokenDesk } from "./token-desk.ts";
import { writeError, writeOut } from "./write-out.ts";

/** Options of `nightlatch token create`. */
export interface TokenFlags extends GlobalOptions {
  readonly scope: readonly string[];
  readonly days: number;
}

/** `nightlatch token create NAME` */
export async function runCreate(name: string, flags: TokenFlags): Promise<ExitCode> {
  const format = textOrJson(flags);
  const said = flags.scope.flatMap((some) => some.split(","));
  const scopes = said.filter(isTokenScope);
  if (scopes.length < said.length || name.trim() === "" || name.length > 100)
    throw new Failure("NL-CLI-USAGE", "The name or a scope of the token cannot be used", {
      exit: EXIT.usage,
      next: "Give a name of up to 100 letters, and of read, write, act, admin, signals, hook and hook:TENANT what the token shall open",
    });
  const made = await at(flags, (desk) => desk.create({ name, scopes, days: flags.days }));
  if (format === "json") await writeOut(jsonDocument({ schema: "nightlatch.token/1", token: made }));
  else {
    writeError(`Token ${made.id} (${made.scopes.join(", ")}) opens until ${made.expires}. Its secret, this once:\n`);
    await writeOut(`${made.secret}\n`);
  }
  return EXIT.done;
}

/** `nightlatch token list` */
export async function runList(flags: GlobalOptions): Promise<ExitCode> {
  const format = textOrJson(flags);
  const tokens = await at(flags, (desk) => desk.list());
  if (format === "json") await writeOut(jsonDocument({ schema: "nightlatch.tokens/1", tokens }));
  else await writeOut(`${tokens.map(lineOf).join("")}${tokens.length} tokens\n`);
  return EXIT.done;
}

/** `nightlatch token revoke ID` */
export async function runRevoke(id: string, flags: GlobalOptions): Promise<ExitCode> {
  const format = textOrJson(flags);
  const token = await at(flags, (desk) => desk.revoke(id));
  if (token === undefined)
    throw new Failure("NL-CLI-TOKEN", `There is no token "${id}"`, {
      exit: EXIT.usage,
      next: "nightlatch token list shows every token with its id",
    });
  if (format === "json") await writeOut(jsonDocument({ schema: "nightlatch.token/1", token }));
  else await writeOut(lineOf(token));
  return EXIT.done;
}

async function at<Answer>(flags: GlobalOptions, work: (desk: TokenDesk) => Promise<Answer>): Promise<Answer> {
  const desk = await openTokenDesk(flags);
  try {
    return await work(desk);
  } finally {
    await desk.close();
  }
}

function lineOf({ id, name, scopes, expires, revoked, used }: Token): string {
  const end = revoked === null ? `opens until ${expires}` : `revoked ${revoked}`;
  return `${id}  ${safeText(name)}  ${scopes.join(",")}  ${end}  ${used === null ? "never used" : `used ${used}`}\n`;
}
