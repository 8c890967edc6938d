import { NO_VERDICT, type RecordJudge, type Verdict } from "./judge.ts";

const FOUND: Verdict = { rules: ["fixture"], fields: ["debugContext.debugData.secret"] };

/** A judge as rules are: a cheap look at some texts, then the whole record. */
export function createJudge(data: unknown): RecordJudge {
  const type = String(data);
  return {
    wanted: ["eventType", "debugContext.debugData.secret", "target.type"],
    judge(text, parse) {
      const found = text("eventType");
      if (found !== undefined && found !== type) return NO_VERDICT;
      const record = parse() as { readonly eventType?: unknown };
      return record.eventType === type ? FOUND : NO_VERDICT;
    },
    values(_field, record) {
      const { debugContext } = record as {
        readonly debugContext?: { readonly debugData?: { readonly secret?: string } };
      };
      return [debugContext?.debugData?.secret ?? ""];
    },
  };
}
