import { factsOf, type SecretClass } from "../secret/classes.ts";

/**
 * What is taken out. `share`: every credential, every cookie, whatever looks random, and personal data.
 * `credentials-only`: the same without personal data. `strict`: as `share`, and bodies are dropped.
 */
export type Profile = "share" | "credentials-only" | "strict";

/** Whether a profile takes a class out. */
export function takes(profile: Profile): (secret: SecretClass) => boolean {
  if (profile !== "credentials-only") return () => true;
  return (secret) => factsOf(secret).kind !== "personal";
}
