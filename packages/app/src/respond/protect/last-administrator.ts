import type { Around } from "../around.ts";
import type { Objection } from "../action.ts";
import type { TenantState } from "../tenant/tenant-state.ts";

const SUPER = "SUPER_ADMIN";

/**
 * Whether somebody trustworthy can still repair everything when these users lose their power: an active super
 * administrator who is neither a victim nor an account that the intruder made. Taking power from the intruder's own
 * accounts is weighed less strictly: a victim who is a super administrator counts then, or else the intruder's account
 * would be the one that nobody may touch.
 *
 * It is looked at in the moment before each call, and one call at a time, because each call changes the answer.
 */
export async function lastAdministrator(
  disarmed: readonly string[],
  { state, people }: Around,
): Promise<readonly Objection[]> {
  const powerful: string[] = [];
  for (const id of disarmed) if (await isActiveSuper(state, id)) powerful.push(id);
  if (powerful.length === 0) return [];
  const isIntruders = powerful.every((id) => people.suspects.includes(id));
  const out = new Set([...disarmed, ...people.suspects, ...(isIntruders ? [] : people.victims)]);
  for (const id of await state.administrators()) if (!out.has(id) && (await isActiveSuper(state, id))) return [];
  const who = isIntruders ? "no" : "no active super administrator who is not a victim, and so no";
  return [
    {
      code: "NL-RESPOND-LAST-ADMIN",
      reason: `It would leave ${who} super administrator who can sign in; give the role to somebody trustworthy first`,
    },
  ];
}

async function isActiveSuper(state: TenantState, id: string): Promise<boolean> {
  if ((await state.user(id))?.status !== "ACTIVE") return false;
  return (await state.roles(id)).some(({ type }) => type === SUPER);
}
