import { fewLines, headline } from "./headline.ts";
import type { Output } from "./output.ts";
import { post } from "./webhook.ts";

/** A webhook of the kind that Slack made and others took over: a text, and blocks for those that show them. */
export function chat({ name, url }: { readonly name: string; readonly url: string }): Output {
  return {
    name,
    send: ({ finding, revision }, signal) => {
      const [, ...lines] = fewLines({ finding, revision });
      const text = escaped(headline(finding));
      return post(
        url,
        JSON.stringify({
          text,
          blocks: [
            { type: "section", text: { type: "mrkdwn", text: `*${text}*` } },
            { type: "section", text: { type: "mrkdwn", text: escaped(lines.join("\n")) } },
          ],
        }),
        { signal },
      );
    },
  };
}

/** Names from a log must not become links, mentions or format (Slack, "Escaping text"). */
function escaped(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll(/[*_~`]/g, (mark) => `${mark}\u200b`);
}
