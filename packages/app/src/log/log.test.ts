import { describe, expect, it } from "vitest";
import { createLog, LEVELS, type LogLevel } from "./index.ts";

function written(form: "json" | "text", level: LogLevel): readonly string[] {
  const lines: string[] = [];
  const log = createLog({ form, level, now: () => 0, write: (line) => lines.push(line) });
  for (const one of LEVELS) log(one, "read", "two\nlines \u001b[31m", { tenant: "acme\n" });
  return lines;
}

describe("the log", () => {
  it("CL-85 writes one entry a line, whatever is in it, and leaves out what is below its level", () => {
    expect(written("text", "warn")).toEqual([
      "1970-01-01T00:00:00.000Z  warn   two lines  [31m\n",
      "1970-01-01T00:00:00.000Z  error  two lines  [31m\n",
    ]);
    const json = written("json", "error");
    expect(json.map((line) => line.indexOf("\n") === line.length - 1)).toEqual([true]);
    expect(JSON.parse(json[0] ?? "")).toEqual({
      at: "1970-01-01T00:00:00.000Z",
      level: "error",
      event: "read",
      message: "two\nlines \u001b[31m",
      tenant: "acme\n",
    });
    expect(written("json", "debug")).toHaveLength(4);
  });
});
