import type { RecordJudge } from "./judge.ts";

/** A judge as rules are: a cheap look at some texts, then the whole record. */
export function createJudge(data: unknown): RecordJudge {
  const type = String(data);
  return {
    wanted: ["eventType", "debugContext.debugData.secret", "target.type"],
    judge(text, parse) {
      const found = text("eventType");
      if (found !== undefined && found !== type) return [];
      const record = parse() as { eventType?: unknown; debugContext?: { debugData?: { secret?: unknown } } };
      if (record.eventType !== type) return [];
      return [{ rule: "fixture", values: { secret: record.debugContext?.debugData?.secret ?? null } }];
    },
  };
}
