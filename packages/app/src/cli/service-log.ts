import type { LogConfig } from "../config/service.ts";
import { createLog, type Log } from "../log/index.ts";
import type { ServiceNews } from "../service/index.ts";
import { writeError } from "./write-out.ts";

/** The log of a service on stderr: lines for people on a terminal, JSON elsewhere, unless the configuration says. */
export function serviceLog({ format, level }: LogConfig, json: boolean): Log {
  const form = format === "auto" ? (json || !process.stderr.isTTY ? "json" : "text") : format;
  return createLog({ form, level, now: Date.now, write: writeError });
}

/** Writes what a service has to say. */
export function logNews(log: Log, news: ServiceNews): void {
  switch (news.kind) {
    case "findings":
      for (const { finding, revision } of news.published) {
        const { id, severity, rule, summary } = finding;
        const said = `${severity} ${id} r${revision} ${news.tenant}: ${summary}`;
        log("info", "finding", said, { tenant: news.tenant, finding: id, revision, severity, rule: rule.id });
      }
      return;
    case "read": {
      const { tenant, fresh, caughtUp } = news;
      log("info", "read", `${tenant}: ${fresh} new events${caughtUp ? "" : ", catching up"}`, {
        tenant,
        fresh,
        caughtUp,
      });
      return;
    }
    case "trouble": {
      const { tenant, code, message, again } = news;
      const next = again === 0 ? "" : `; trying again in ${Math.round(again / 1000)} s`;
      log("warn", "trouble", `${tenant}: ${code} ${message}${next}`, { tenant, code });
      return;
    }
    case "contradiction": {
      const { tenant, uids } = news;
      const said = `${tenant}: ${uids.length} events came again with other content; what came first stays`;
      log("warn", "contradiction", said, { tenant, uids: uids.slice(0, 20).join(" ") });
      return;
    }
    case "quiet": {
      const since = new Date(news.since).toISOString();
      log("warn", "quiet", `${news.tenant}: no event since ${since}`, { tenant: news.tenant, since });
      return;
    }
    case "case": {
      const { case: id, opened, finding, merged } = news.joined;
      const also = merged.length === 0 ? "" : `, and ${merged.join(", ")} merged into it`;
      log("info", "case", `${id}: ${opened ? "opened by" : "joined by"} ${finding}${also}`, { case: id, finding });
      return;
    }
    case "removed": {
      const { tenant, source, events, held } = news;
      const before = new Date(news.before).toISOString();
      const said = `${tenant}: ${events} events of before ${before} removed by retention; ${held} stay, because something rests on them`;
      log("info", "removed", said, { tenant, source, events, held, before });
      return;
    }
    case "retention-trouble":
      log(
        "warn",
        "retention-trouble",
        `${news.tenant}: retention could not be applied (${news.message}); it tries again`,
        {
          tenant: news.tenant,
        },
      );
      return;
    case "vigil-trouble":
      log(
        "warn",
        "vigil-trouble",
        `${news.tenant}: the watch over what was ended could not look (${news.message}); it tries again`,
        {
          tenant: news.tenant,
        },
      );
      return;
    case "case-trouble":
      log("warn", "case-trouble", `cases: ${news.message}; trying again`);
      return;
    case "outbox-trouble":
      log("warn", "outbox-trouble", `outbox: ${news.message}; trying again in ${Math.round(news.again / 1000)} s`);
      return;
    case "signal-trouble":
      log("warn", "signal-trouble", `signals: ${news.message}; trying again in ${Math.round(news.again / 1000)} s`);
      return;
    case "dead-signal":
      log("error", "dead-signal", `signals to ${news.stream}: an event was put aside (${news.error})`, {
        stream: news.stream,
      });
      return;
    case "dead-letter":
      log("error", "dead-letter", `output ${news.output}: a notice was put aside (${news.error})`, {
        output: news.output,
      });
  }
}
