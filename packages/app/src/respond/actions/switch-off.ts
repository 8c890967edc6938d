import type { Action, Doing, Proof, Target } from "../action.ts";
import type { Around } from "../around.ts";
import { attempt, read } from "../tenant/proof.ts";
import { shownInLog } from "../tenant/log-proof.ts";
import { type Body, text } from "../tenant/tenant-state.ts";

/** Something of a tenant that is ACTIVE or INACTIVE, and has a lifecycle call for each. */
export interface Switch {
  /** What it is, in words: "identity provider". */
  readonly what: string;
  readonly find: (target: Target, around: Around) => Promise<Body | undefined>;
  /** Path of the thing, below which `/lifecycle/…` lies. */
  readonly path: (target: Target) => string;
  /** The event that shows it was switched off. */
  readonly type: string;
}

/** The parts of an action that only says: switch it off, and on again to undo. */
export function switchOff(one: Switch): Required<Pick<Action, "run" | "readBack" | "undo">> {
  const call = async (target: Target, step: string, { client, signal }: Doing): Promise<void> => {
    await client.request({ method: "POST", path: `${one.path(target)}/lifecycle/${step}`, signal });
  };
  const isNow = (target: Target, around: Around, wanted: { active: boolean; since?: number }): Promise<Proof> =>
    attempt(`Reading the ${one.what}`, async () => {
      const status = await statusOf(one, target, around);
      const isSo = (status === "ACTIVE") === wanted.active;
      const { since } = wanted;
      const shown =
        isSo && since !== undefined
          ? await shownInLog(around.state, { types: [one.type], about: target.id, since }).catch(() => [])
          : [];
      return read(isSo, `The ${one.what} ${target.name} is ${status}`, shown);
    });
  return {
    run: (target, how) => call(target, "deactivate", how),
    readBack: (target, around, since) => isNow(target, around, { active: false, since }),
    undo: {
      title: `Activate the ${one.what} again`,
      run: (target, how) => call(target, "activate", how),
      readBack: (target, { around }) => isNow(target, around, { active: true }),
    },
  };
}

/** ACTIVE or INACTIVE; what does not exist is INACTIVE. */
export async function statusOf(one: Switch, target: Target, around: Around): Promise<string> {
  const body = await one.find(target, around);
  return body === undefined ? "INACTIVE" : text(body, "status");
}
