import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { groupKey, groupValues } from "./group-key.ts";

describe("the key of a group", () => {
  it("SG-202 gives its values back, so that different groups never have one key", () => {
    const anyValues = fc.array(fc.oneof(fc.string(), fc.constantFrom("", "1:", "2:1:", ":")));
    fc.assert(
      fc.property(anyValues, (values) => {
        expect(groupValues(groupKey(values), values.length)).toEqual(values);
      }),
    );
  });
});
