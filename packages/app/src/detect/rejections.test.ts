import { describe, expect, it } from "vitest";
import { Rejections, SHOWN } from "./rejections.ts";

describe("Rejections", () => {
  it("CL-14 keeps the first so many and counts all, by code", () => {
    const rejections = new Rejections();
    for (let line = 1; line <= SHOWN + 5; line++)
      rejections.add({ file: "a", line, code: line % 2 === 0 ? "NL-INPUT-CUT" : "NL-EVENT-JSON", reason: "x" });
    expect(rejections.rows).toHaveLength(SHOWN);
    expect(rejections.rows[0]?.line).toBe(1);
    expect([rejections.total, rejections.byCode()]).toEqual([
      SHOWN + 5,
      { "NL-EVENT-JSON": SHOWN / 2 + 3, "NL-INPUT-CUT": SHOWN / 2 + 2 },
    ]);
    rejections.clear();
    expect([rejections.total, rejections.rows, rejections.byCode()]).toEqual([0, [], {}]);
  });
});
