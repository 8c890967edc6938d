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
  const parser = new Parser();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      yield* parser.take(value);
    }
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}

class Parser {
  #rest = "";
  #id = "";
  #event = "";
  #data: string[] = [];

  *take(text: string): Generator<ServerSentEvent, void> {
    if (this.#rest.length > LONGEST) throw new RangeError("An event of the stream is too long");
    const lines = (this.#rest + text).split(/\r\n|\n|\r(?!$)/);
    this.#rest = lines.pop() ?? "";
    for (const line of lines) {
      const [, name = "", value = ""] = /^([^:]*):? ?(.*)$/s.exec(line) ?? [];
      if (line === "") yield* this.#end();
      else if (name === "id") this.#id = value;
      else if (name === "event") this.#event = value;
      else if (name === "data") this.#data.push(value);
    }
  }

  *#end(): Generator<ServerSentEvent, void> {
    const data = this.#data.join("\n");
    if (this.#data.length > 0) yield { id: this.#id, event: this.#event === "" ? "message" : this.#event, data };
    this.#event = "";
    this.#data = [];
  }
}
