import { afterAll, describe, expect, it } from "vitest";
import { Folder, readAll } from "./export.fixture.ts";

const folder = new Folder();
afterAll(() => folder.remove());
let files = 0;

const event = (uuid: string): string =>
  JSON.stringify({ uuid, actor: { id: uuid }, published: "2023-10-18T10:00:00Z" });
const read = (text: string): ReturnType<typeof readAll> => readAll([folder.write(`f${files++}`, text)]);
const codes = (outcome: Awaited<ReturnType<typeof readAll>>): string[] =>
  outcome.rejections.map(({ code, line }) => `${code}:${line}`);

describe("cutting JSON", () => {
  it("IN-20 a line that begins and ends like an event before it is not looked into", async () => {
    // What is wrong inside is for the reader of events to say: the line leaves whole.
    const odd = '{"uuid":"2","actor":{"id":"2"},,"published":}';
    const { records, rejections } = await read(`${event("1")}\n${odd}\n${event("3")}\n`);
    expect(records).toEqual([event("1"), odd, event("3")]);
    expect(rejections).toEqual([]);
  });

  it("IN-21 a record that cannot end any more is cut where the next begins", async () => {
    const outcome = await read(`${event("1").slice(0, 20)}\n${event("2")}\n`);
    expect(codes(outcome)).toEqual(["NL-INPUT-CUT:1"]);
    expect(outcome.records).toEqual([event("2")]);
  });

  it("IN-46 a record nested too deep is rejected, and its neighbours are not", async () => {
    const deep = `{"uuid":"d","x":${"[".repeat(70)}${"]".repeat(70)}}`;
    const outcome = await read(`[${deep},${event("1")}]`);
    expect(codes(outcome)).toEqual(["NL-INPUT-DEPTH:1"]);
    expect(outcome.records).toEqual([event("1")]);
  });

  it("IN-47 zero bytes, text and values that are no objects are each told for what they are", async () => {
    const outcome = await read(`${event("1")}\n\0\0\0\nhello\n["7"]\n${event("2")}\n`);
    expect(codes(outcome)).toEqual(["NL-INPUT-NUL:2", "NL-INPUT-NOT-JSON:3", "NL-INPUT-NOT-EVENT:4"]);
    expect(outcome.records).toEqual([event("1"), event("2")]);
  });
});

describe("wrappings", () => {
  const [one, two] = [event("1"), event("2")];

  it("IN-30 events are found in every wrapping that is usual, and in wrappings of wrappings", async () => {
    for (const text of [
      `{"version":"0","detail-type":"x","detail":${one}}`,
      `{"time":1,"event":${one}}`,
      `{"_source":${one}}`,
      `{"result":{"_raw":${JSON.stringify(one)}}}`,
      `{"data":{"events":[${one}]}}`,
      `{"hits":{"hits":[{"_source":${one}}]}}`,
      `{"Records":[{"body":${JSON.stringify(`{"detail":${one}}`)}}]}`,
      `{"logEvents":[{"message":${JSON.stringify(one)}}]}`,
    ])
      expect(
        (await read(text)).records.map((record) => JSON.parse(record) as unknown),
        text,
      ).toEqual([JSON.parse(one)]);
  });

  it("IN-31 one file may mix wrappings", async () => {
    const { records } = await read(`${one}\n{"detail":${two}}\n[{"event":${event("3")}}]\n`);
    expect(records.map((record) => (JSON.parse(record) as { uuid: string }).uuid)).toEqual(["1", "2", "3"]);
  });

  it("IN-32 an event keeps its bytes where it lay as JSON, and is said to be made where it lay in a text", async () => {
    const spaced = one.replace("{", "{  ");
    const inside = await read(`{"detail":${spaced}}`);
    expect(inside.records).toEqual([spaced]);
    expect(inside.batches[0]?.synthetic).toBe(false);
    const made = await read(`{"message":${JSON.stringify(one)}}`);
    expect(made.batches[0]?.synthetic).toBe(true);
    expect(made.batches[0]?.origins).toBeDefined();
  });

  it("IN-33 an object that is neither goes on as it is", async () => {
    const { records, rejections } = await read('{"hello":"world"}\n');
    expect(records).toEqual(['{"hello":"world"}']);
    expect(rejections).toEqual([]);
  });
});

describe("tables", () => {
  it.each([",", ";", "\t"])(
    "IN-50 cells are parted by %j, and the first line says that it is a table",
    async (mark) => {
      const rows = [
        ["uuid", "published", "eventType"],
        ["1", "2023-10-18T10:00:00Z", "a"],
      ];
      const { records } = await read(rows.map((cells) => cells.join(mark)).join("\n"));
      expect(records.map((record) => JSON.parse(record) as unknown)).toEqual([
        { uuid: "1", published: "2023-10-18T10:00:00Z", eventType: "a" },
      ]);
    },
  );

  it("IN-52 a column of whole records goes before the others", async () => {
    const { records } = await read(`published,eventType,_raw\nx,y,"${event("1").replaceAll('"', '""')}"\n`);
    expect(records.map((record) => JSON.parse(record) as unknown)).toEqual([JSON.parse(event("1"))]);
  });

  it("IN-54 a row with too few or too many cells is rejected, and the others are read", async () => {
    const outcome = await read("uuid,published,eventType\n1,a,b\n2,a\n3,a,b,c\n4,a,b\n");
    expect(codes(outcome)).toEqual(["NL-INPUT-CSV:3", "NL-INPUT-CSV:4"]);
    expect(outcome.records).toHaveLength(2);
  });
});
