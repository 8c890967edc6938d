import { describe, expect, it } from "vitest";
import { readMoment } from "./time-window.ts";

describe("readMoment", () => {
  it.each([
    ["2023-10-18", "2023-10-18T00:00:00.000Z"],
    ["2023-10-18T14:03:22Z", "2023-10-18T14:03:22.000Z"],
    ["2023-10-18t14:03:22.5z", "2023-10-18T14:03:22.500Z"],
    ["2023-10-18 14:03+02:00", "2023-10-18T12:03:00.000Z"],
    ["2024-02-29", "2024-02-29T00:00:00.000Z"],
  ])("CL-20 reads %s", (text, iso) => {
    const time = readMoment(text);
    expect(time === undefined ? undefined : new Date(time).toISOString()).toBe(iso);
  });

  it.each(["yesterday", "2023-02-30", "2023-13-01", "18.10.2023", "2023-10-18T14:03:22", "2023-10-18T25:00:00Z", ""])(
    "CL-20 refuses %j",
    (text) => {
      expect(readMoment(text)).toBeUndefined();
    },
  );
});
