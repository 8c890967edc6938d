import type { Envelope } from "../event/envelope.ts";
import type { HoldKind } from "./scope.ts";
import { kindOfTarget } from "./object-kind.ts";
import { worked } from "./touch.ts";

/** A way to act that an event of the intruder opened. */
export interface Consequence {
  readonly kind: HoldKind;
  readonly value: string;
  /** `all`: whatever is done with it is the intruder's. `places`: only what comes from the intruder's places. */
  readonly how: "all" | "places";
  readonly why: string;
  readonly owner: { readonly id: string; readonly name: string } | undefined;
}

const TAKEN_OVER =
  /^(?:user\.account\.(?:reset_password|update_password|expire_password|unlock_by_admin|update_primary_email|update_secondary_email)|user\.mfa\.factor\.(?:activate|update|deactivate|reset_all)|user\.mfa\.attempt_bypass|user\.lifecycle\.(?:activate|reactivate|unsuspend)|system\.agent\.ad\.reset_user_password|user\.account\.privilege\.grant)$/;

/** What an event of the intruder makes theirs; nothing when it did not work. */
export function consequencesOf(event: Envelope): readonly Consequence[] {
  if (!worked(event)) return [];
  const { type, actorId, actorName, targets } = event;
  const of = (kind: string): readonly Envelope["targets"][number][] =>
    targets.filter((target) => kindOfTarget(target, type) === kind);
  const actor = { id: actorId, name: actorName };
  if (type === "system.api_token.create")
    return of("token").map(({ id, display }) =>
      made("token", id, `The intruder made the API token ${display || id}`, actor),
    );
  if (type === "user.lifecycle.create")
    return of("user").map(({ id, name }) =>
      made("user", id, `The intruder created the user ${name || id}`, { id, name }),
    );
  if (type === "app.oauth2.client.lifecycle.create")
    return targets
      .slice(0, 1)
      .map(({ id, display }) => made("client", id, `The intruder made the client ${display || id}`, undefined));
  if (/^system\.idp\.(?:lifecycle\.(?:create|update|activate)|key\.(?:create|update))$/.test(type))
    return of("provider").map(({ id, display }) => ({
      kind: "provider" as const,
      value: id,
      how: "all" as const,
      why: `The intruder changed the identity provider ${display || id}`,
      owner: undefined,
    }));
  if (TAKEN_OVER.test(type))
    return of("user").map(({ id, name }) => ({
      kind: "user" as const,
      value: id,
      how: "places" as const,
      why: `The intruder could take over ${name || id} (${type})`,
      owner: { id, name },
    }));
  return [];
}

function made(kind: HoldKind, value: string, why: string, owner: Consequence["owner"]): Consequence {
  return { kind, value, how: "all", why, owner };
}
