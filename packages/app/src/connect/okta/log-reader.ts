import type { OktaAnswer, OktaClient } from "./client.ts";
import { OktaError } from "./okta-error.ts";

/** A page of the log: its records as they were sent, and where to go on. */
export interface LogPage {
  /** The page's exact bytes: a JSON list of records. */
  readonly bytes: Uint8Array;
  /** Where the next page is. While polling there always is one; a bounded read ends without. */
  readonly next: string | undefined;
  /** The server's time when it answered, milliseconds UTC. */
  readonly serverTime: number;
}

/** Records in a page at most (Okta, "System Log API", `limit`). */
export const MOST_RECORDS = 1000;
const DAY = 86_400_000;
/** How far back Okta keeps its log. */
const RETENTION_DAYS = 90;

/**
 * Reads the System Log (Okta, "System Log API").
 *
 * - `poll` goes on from a `next` address, in the order in which Okta stored events: none is missed, late ones come last.
 * - `span` reads what happened between two times, in the order of `published`: for history, and to look again for
 *   events that a poll never showed.
 */
export class LogReader {
  readonly #client: OktaClient;

  constructor(client: OktaClient) {
    this.#client = client;
  }

  /** The address at which polling begins: events stored from a moment (milliseconds) on. */
  static begin(since: number, limit: number = MOST_RECORDS): string {
    return `/api/v1/logs?${new URLSearchParams({ since: iso(since), sortOrder: "ASCENDING", limit: String(limit) }).toString()}`;
  }

  /**
   * The page at a cursor. Throws an OktaError: besides those of the client `NL-OKTA-CURSOR` when Okta does not know
   * the cursor any more, and `NL-OKTA-ANSWER` for what is no list or lacks its `next` link.
   */
  async poll(cursor: string, signal?: AbortSignal): Promise<LogPage> {
    const page = await this.#page(cursor, signal);
    if (page.next === undefined)
      throw new OktaError("NL-OKTA-ANSWER", "Okta's page of the log has no next link, so nobody knows where to go on");
    return page;
  }

  /** Everything that happened between two times (milliseconds), the second excluded, page by page. */
  async *span(since: number, until: number, signal?: AbortSignal): AsyncGenerator<LogPage> {
    const query = new URLSearchParams({
      since: iso(since),
      until: iso(until),
      sortOrder: "ASCENDING",
      limit: String(MOST_RECORDS),
    });
    let at: string | undefined = `/api/v1/logs?${query.toString()}`;
    while (at !== undefined) {
      const page: LogPage = await this.#page(at, signal);
      yield page;
      // Okta sometimes adds a last, empty page.
      at = page.next === at || isEmptyList(page.bytes) ? undefined : page.next;
    }
  }

  /** The time from which history can be had, by the server's clock. */
  static oldest(serverTime: number): number {
    return serverTime - RETENTION_DAYS * DAY;
  }

  async #page(path: string, signal: AbortSignal | undefined): Promise<LogPage> {
    const answer = await this.#client.request({ path, signal }).catch((error: unknown) => {
      if (error instanceof OktaError && error.status === 400 && path.includes("after="))
        throw new OktaError(
          "NL-OKTA-CURSOR",
          `Okta does not know the place any more at which reading stopped: ${error.message}`,
          {
            status: 400,
            oktaCode: error.oktaCode,
            errorId: error.errorId,
            cause: error,
          },
        );
      throw error;
    });
    return pageOf(answer);
  }
}

function pageOf(answer: OktaAnswer): LogPage {
  const { bytes, next, serverTime } = answer;
  // Half a page must not count as a page: its events would be skipped for good.
  if (!Array.isArray(answer.json()))
    throw new OktaError("NL-OKTA-ANSWER", `Okta's page of the log is no list of records (${bytes.length} bytes)`);
  return { bytes, next, serverTime };
}

function isEmptyList(bytes: Uint8Array): boolean {
  return bytes.length < 16 && /^\s*\[\s*\]\s*$/.test(Buffer.from(bytes).toString("latin1"));
}

function iso(ms: number): string {
  return new Date(ms).toISOString();
}
