/** The target of a `Link` header with a relation (RFC 8288); Okta sends one header a link, or joins them. */
export function linkOf(headers: Headers, relation: string): string | undefined {
  for (const link of (headers.get("link") ?? "").split(/,(?=\s*<)/)) {
    const [, target, rest = ""] = /^\s*<([^>]*)>(.*)$/s.exec(link) ?? [];
    if (target !== undefined && new RegExp(`;\\s*rel\\s*=\\s*"?${relation}"?\\s*(;|$)`, "i").test(rest)) return target;
  }
  return undefined;
}
