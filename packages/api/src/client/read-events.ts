/** One server-sent event. */
export interface ServerSentEvent {
  /** The last id that was sent; `""` before the first. */
  readonly id: string;
  readonly event: string;
  readonly data: string;
}

/** An event longer than this is none of ours. */
const LONGEST = 16 * 1024 * 1024;

/** The events of a stream (HTML Standard, 9.2.6 "Interpreting an event stream"), as far as we send them. */
export async function* readEvents(response: Response): AsyncGenerator<ServerSentEvent, void> {
  if (response.body === null) return;
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  let id = "";
  let event = "";
  let data: string[] = [];
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      rest += value;
      if (rest.length > LONGEST) return;
      const lines = rest.split(/\r\n|\n|\r(?!$)/);
      rest = lines.pop() ?? "";
      for (const line of lines) {
        if (line === "") {
          if (data.length > 0) yield { id, event: event === "" ? "message" : event, data: data.join("\n") };
          event = "";
          data = [];
          continue;
        }
        const [, name = "", text = ""] = /^([^:]*):? ?(.*)$/s.exec(line) ?? [];
        if (name === "id") id = text;
        else if (name === "event") event = text;
        else if (name === "data") data.push(text);
      }
    }
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}
