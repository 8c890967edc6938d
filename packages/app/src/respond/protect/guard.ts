import { contains, readAddress, readCidr } from "@nightlatch/core";
import type { ProtectedConfig } from "../../config/protected.ts";
import { OktaError } from "../../connect/okta/index.ts";
import type { Action, Objection, Target } from "../action.ts";
import type { Around } from "../around.ts";
import { text } from "../tenant/tenant-state.ts";
import { lastAdministrator } from "./last-administrator.ts";

/** What stands before every action, whoever asks for it. */
export interface Guard {
  readonly protect: ProtectedConfig;
  /** Ids by which the tenant knows ourselves: our service apps, and the owners of our API tokens. */
  readonly own: readonly string[];
}

/**
 * Everything that stands against an action now. The protected list comes first and no plan, playbook or approval goes
 * past it; then whether somebody is left who can repair things; then what the action itself asks for. What has to be
 * known and cannot be read counts as an objection when power is taken from somebody, because that cannot be taken back
 * by people who are locked out.
 */
export async function objectionsTo(
  action: Action,
  target: Target,
  { guard, around }: { readonly guard: Guard; readonly around: Around },
): Promise<readonly Objection[]> {
  const held = await protectedTarget(target, guard, around);
  if (held.length > 0) return held;
  try {
    const disarmed = (await action.disarms?.(target, around)) ?? [];
    const last = disarmed.length === 0 ? [] : await lastAdministrator(disarmed, around);
    return [...last, ...(await action.preconditions(target, around))];
  } catch (error) {
    if (!(error instanceof OktaError)) throw error;
    if (action.disarms === undefined && action.approval === "none" && target.kind !== "address") return [];
    return [
      {
        code: "NL-RESPOND-UNSURE",
        reason: `What it would do to whom could not be read, so it was not done: ${error.code} ${error.message}`,
      },
    ];
  }
}

async function protectedTarget(target: Target, guard: Guard, { state }: Around): Promise<readonly Objection[]> {
  const { protect, own } = guard;
  const names = [target.id, target.name, target.owner ?? ""];
  const isListed = (list: readonly string[]): boolean =>
    list.some((one) => names.some((name) => name !== "" && name.toLowerCase() === one.toLowerCase()));
  const objection = (code: string, reason: string): readonly Objection[] => [{ code, reason }];
  switch (target.kind) {
    case "task":
    case "provider":
    case "policy-rule":
    case "support-case":
      return [];
    case "address": {
      const address = readAddress(target.id);
      const inside = protect.addresses.some((block) => {
        const cidr = readCidr(block);
        return address !== undefined && cidr !== undefined && contains(cidr, address);
      });
      return inside ? objection("NL-RESPOND-PROTECTED", `${target.id} is on the protected list`) : [];
    }
    case "app":
    case "client-credential":
      if (isListed(own)) return objection("NL-RESPOND-OWN", `${target.name} is a credential of Nightlatch itself`);
      return isListed(protect.apps) ? objection("NL-RESPOND-PROTECTED", `${target.name} is on the protected list`) : [];
    case "user":
    case "factor":
    case "role":
    case "membership":
    case "api-token": {
      // Names in events may be old: the account's own login is asked, when it can be.
      const id =
        target.kind === "api-token"
          ? await ownerOf(target.id, state)
          : target.kind === "user"
            ? target.id
            : (target.owner ?? "");
      const login = id === "" ? "" : await state.user(id).then((user) => user?.login ?? "", unreadable);
      names.push(id, login);
      if (isListed(own)) return objection("NL-RESPOND-OWN", `${target.name} belongs to Nightlatch itself`);
      return isListed(protect.users)
        ? objection("NL-RESPOND-PROTECTED", `${login || target.name} is on the protected list; a person has to decide`)
        : [];
    }
  }
}

async function ownerOf(token: string, state: Around["state"]): Promise<string> {
  return state.apiToken(token).then((body) => (body === undefined ? "" : text(body, "userId")), unreadable);
}

/** What cannot be read does not keep a session of an intruder alive. */
function unreadable(error: unknown): string {
  if (error instanceof OktaError) return "";
  throw error;
}
