import type { Entities } from "../finding/finding.ts";

/** The object `observable`: what can be searched for elsewhere (OCSF 1.8.0, objects/observable). */
export interface Observable {
  readonly type_id: number;
  readonly type: string;
  /** Attribute of the event that the value comes from. */
  readonly name: string;
  readonly value: string;
}

/** What a finding is about, as observables: users, addresses, sessions, applications, tokens. */
export function observablesOf(entities: Entities): readonly Observable[] {
  const found: Observable[] = [];
  const add = (type: readonly [id: number, caption: string], name: string, values: readonly string[]): void => {
    for (const value of new Set(values.filter((one) => one !== "")))
      found.push({ type_id: type[0], type: type[1], name, value });
  };
  add(
    USER_UID,
    "evidences.actor.user.uid",
    entities.user.map((user) => user.id),
  );
  add(
    USER_NAME,
    "evidences.actor.user.name",
    entities.user.map((user) => user.name),
  );
  add(ADDRESS, "unmapped.nightlatch.entities.ip", entities.ip);
  add(RESOURCE, "unmapped.nightlatch.entities.session", entities.session);
  add(RESOURCE, "unmapped.nightlatch.entities.app", entities.app);
  add(CREDENTIAL, "unmapped.nightlatch.entities.token", entities.token);
  return found;
}

const ADDRESS = [2, "IP Address"] as const;
const USER_NAME = [4, "User Name"] as const;
const RESOURCE = [10, "Resource UID"] as const;
const CREDENTIAL = [19, "User Credential ID"] as const;
const USER_UID = [31, "User UID"] as const;
