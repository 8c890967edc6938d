/** Levels, the least first. */
export const LEVELS = ["debug", "info", "warn", "error"] as const;
export type LogLevel = (typeof LEVELS)[number];

/** What an entry says beside its sentence: ids, codes, counts. Never a secret. */
export type LogFields = Readonly<Record<string, string | number | boolean>>;

/** Writes an entry: its level, what happened as a stable name in words with dashes, and a sentence. */
export type Log = (level: LogLevel, event: string, message: string, fields?: LogFields) => void;

/** How a log is written. */
export interface LogSettings {
  readonly form: "json" | "text";
  /** Entries below it are left out. */
  readonly level: LogLevel;
  /** Milliseconds UTC. */
  readonly now: () => number;
  readonly write: (line: string) => void;
}

const STEERING = /[\p{Cc}\p{Cf}]/gu;

/**
 * A log: one entry a line, whatever is in it. As JSON it is `{"at","level","event","message",…fields}`; as text the
 * time, the level and the sentence.
 */
export function createLog({ form, level: least, now, write }: LogSettings): Log {
  const from = LEVELS.indexOf(least);
  return (level, event, message, fields = {}) => {
    if (LEVELS.indexOf(level) < from) return;
    const at = new Date(now()).toISOString();
    write(
      form === "json"
        ? `${JSON.stringify({ at, level, event, message, ...fields })}\n`
        : `${at}  ${level.padEnd(5)}  ${message.replaceAll(STEERING, " ")}\n`,
    );
  };
}
