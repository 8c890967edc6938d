import type { RuleFacts } from "@nightlatch/sigma";

/** Texts of an attribute of a rule's own, such as `next`; one text counts as a list of one. */
export function textsOf({ custom }: RuleFacts, attribute: string): readonly string[] {
  const value = custom[attribute];
  const list: readonly unknown[] = Array.isArray(value) ? value : [value];
  return list.flatMap((one) => (typeof one === "string" || typeof one === "number" ? [String(one)] : []));
}

/** ATT&CK techniques among the tags of a rule: `attack.t1539` is T1539. */
export function techniquesOf({ tags }: RuleFacts): readonly string[] {
  return tags.flatMap((tag) => /^attack\.(t\d{4}(?:\.\d{3})?)$/i.exec(tag)?.[1]?.toUpperCase() ?? []);
}

/** ATT&CK tactics among the tags of a rule: `attack.credential-access`, and `_` as older rules have it. */
export function tacticsOf({ tags }: RuleFacts): readonly string[] {
  return tags.flatMap((tag) => /^attack\.([a-z][a-z_-]+)$/i.exec(tag)?.[1]?.toLowerCase().replaceAll("_", "-") ?? []);
}
