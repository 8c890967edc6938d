import type { Target } from "../action.ts";
import { text, type TenantState } from "../tenant/tenant-state.ts";
import type { Reached } from "./deeds.ts";

/** The log's and the tenant's clocks need not agree to the second. */
const SLACK = 5_000;

/**
 * The things as the tenant has them now. The log says that a factor was enrolled or a role was granted, but not its id:
 * it is whichever of that user is not older than the event; and so it is with a secret or key of a client. What is gone already is left out.
 */
export async function resolve({ target, at }: Reached, state: TenantState): Promise<readonly Target[]> {
  if (target.id !== "") return [target];
  const { kind, owner = "" } = target;
  const isNew = (created: number): boolean => Number.isNaN(created) || created >= at - SLACK;
  if (kind === "factor")
    return (await state.factors(owner))
      .filter((factor) => isNew(Date.parse(text(factor, "created"))))
      .map((factor) => ({ kind, id: text(factor, "id"), name: text(factor, "factorType"), owner }));
  if (kind === "role")
    return (await state.roles(owner))
      .filter(({ created, inherited }) => !inherited && isNew(created))
      .map(({ id, type }) => ({ kind, id, name: type, owner }));
  if (kind === "client-credential")
    return (await state.clientCredentials(owner))
      .filter(({ body }) => isNew(Date.parse(text(body, "created"))))
      .map(({ store, body }) => {
        const id = text(body, "id");
        const name = `${store === "jwks" ? "key" : "secret"} ${id} of the client ${target.name}`;
        return { kind, id, name, owner, body: { store } };
      });
  return [];
}
