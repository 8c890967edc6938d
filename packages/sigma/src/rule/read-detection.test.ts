import { describe, expect, it } from "vitest";
import { load, matches, messagesOf, only, problemsOf, rule, selecting } from "../load/load.fixture.ts";

describe("detections", () => {
  it("SG-20 a map is an AND, a list of maps an OR, a list of values an OR", () => {
    const map = selecting("{a: 1, b: [2, 3]}");
    expect(matches(map, { a: 1, b: 3 })).toBe(true);
    expect(matches(map, { a: 1, b: 4 })).toBe(false);
    expect(matches(map, { b: 2 })).toBe(false);
    const list = selecting("[{a: 1, b: 2}, {c: 3}]");
    expect(matches(list, { c: 3 })).toBe(true);
    expect(matches(list, { a: 1 })).toBe(false);
  });

  it("SG-20 the same field may be asked twice with other modifiers", () => {
    const text = selecting("{f|startswith: a, f|endswith: z}");
    expect(matches(text, { f: "abz" })).toBe(true);
    expect(matches(text, { f: "ab" })).toBe(false);
  });

  it("SG-21 texts without a field are looked for anywhere in any value, not in keys", () => {
    const text = selecting("[evil, 'a*b', 4625]");
    expect(matches(text, { x: { y: ["some EVIL text"] } })).toBe(true);
    expect(matches(text, { x: "..aXXb.." })).toBe(true);
    expect(matches(text, { x: 14625 })).toBe(true);
    expect(matches(text, { evil: 1 })).toBe(false);
    expect(matches(selecting("evil"), { x: "evil" })).toBe(true);
    expect(matches(selecting("[{f: 1}, evil]"), { x: "evil" })).toBe(true);
  });

  it("SG-21 keywords take modifiers behind an empty field", () => {
    const all = selecting("{'|all': [one, two]}");
    expect(matches(all, { x: "one", y: "two" })).toBe(true);
    expect(matches(all, { x: "one" })).toBe(false);
    expect(matches(selecting(String.raw`{'|re': 'a\d'}`), { x: "ba1" })).toBe(true);
    expect(matches(selecting("{'|cased': Evil}"), { x: "an evil" })).toBe(false);
    expect(matches(selecting("{'|startswith': ev}"), { x: "an evil" })).toBe(false);
    expect(matches(selecting("{'|base64offset|contains': evil}"), { x: btoa("an evil plan") })).toBe(true);
    expect(problemsOf(selecting("[evil, null]"))).toEqual(["NL-SIGMA-VALUE 3:25"]);
  });

  it("SG-22 null, the empty text, numbers and booleans are values of their own", () => {
    expect(matches(selecting("{f: null}"), {})).toBe(true);
    expect(matches(selecting("{f: }"), { f: null })).toBe(true);
    expect(matches(selecting("{f: ''}"), {})).toBe(false);
    expect(matches(selecting("{f: ''}"), { f: "" })).toBe(true);
    expect(matches(selecting("{f: 5}"), { f: "5.0" })).toBe(true);
    expect(matches(selecting("{f: '5'}"), { f: 5 })).toBe(true);
    expect(matches(selecting("{f: '5'}"), { f: "5.0" })).toBe(false);
    expect(matches(selecting("{f: 'true'}"), { f: true })).toBe(true);
    expect(matches(selecting("{f: true}"), { f: "TRUE" })).toBe(true);
    expect(matches(selecting("{f: true}"), { f: 1 })).toBe(false);
    expect(matches(selecting("{f: 9007199254740993}"), { f: "9007199254740992" })).toBe(false);
  });

  it("SG-22 null among other values works, and is reported", () => {
    expect(matches(selecting("{f: [null, '']}"), {})).toBe(true);
    expect(problemsOf(selecting("{f: [null, '']}"))).toEqual(["NL-SIGMA-LINT-NULL 3:23"]);
  });

  it("SG-24 a star that is escaped by the backslash of a path is reported", () => {
    expect(problemsOf(selecting(String.raw`{f: 'C:\Homes\*\x'}`))).toEqual(["NL-SIGMA-LINT-VALUE 3:22"]);
    expect(problemsOf(selecting(String.raw`{f: 'C:\Homes\\*\x', g: '\*x\*', h|re: 'a\*\\'}`))).toEqual([]);
  });

  it.each([
    ["{f: []}", "3:22", 'The list under "f" is empty'],
    ["{f: {g: 1}}", "3:22", '"f.name"'],
    ["{f: [[1]]}", "3:23", "is a list; values are wanted"],
    ["{f: [1, {g: 1}]}", "3:26", "is a map; values are wanted"],
    ["{}", "3:18", '"sel" is an empty map'],
    ["[]", "3:18", 'The list "sel" is empty'],
    ["null", "3:13", '"sel" is empty'],
    ["[[a]]", "3:19", "is a list; maps or texts are wanted"],
    ["[{}]", "3:19", "is an empty map"],
  ])("SG-23 the selection %s is refused", (selection, place, message) => {
    expect(problemsOf(selecting(selection))).toEqual([`NL-SIGMA-DETECTION ${place}`]);
    expect(messagesOf(selecting(selection))).toContain(message);
  });

  it("SG-2 everything that is wrong with a rule is said at once", () => {
    const text = rule("{a: {f|foo: 1, g: [], h|gt: x, ok: 1}, b: {f|re: '('}, condition: a and c}");
    expect(load(text).problems.map(({ code }) => code)).toEqual([
      "NL-SIGMA-MODIFIER",
      "NL-SIGMA-DETECTION",
      "NL-SIGMA-VALUE",
      "NL-SIGMA-REGEX",
      "NL-SIGMA-IDENTIFIER",
    ]);
  });
});

describe("array matching", () => {
  const v3 = "sigma-version: 3\n";
  const holds = (selection: string, event: unknown): boolean => matches(selecting(selection, v3), event);
  const event = {
    c: [
      { proto: "tcp", ip: "192.0.2.1" },
      { proto: "udp", ip: "192.0.2.2" },
    ],
    tags: ["a", "b"],
  };

  it("SG-61 without sigma-version 3 the brackets are part of the name, and that is reported", () => {
    expect(only(selecting("{'f[any]': 1}")).expression).toMatchObject({ kind: "field", field: "f[any]" });
    expect(problemsOf(selecting("{'f[any]': 1, 'f[x]': 1}"))).toEqual(["NL-SIGMA-LINT-VERSION 3:19"]);
    expect(problemsOf(selecting("{'f[any]': 1}", "sigma-version: 2.1\n"))).toEqual(["NL-SIGMA-LINT-VERSION 4:19"]);
    expect(problemsOf(selecting("{f: 1}", "sigma-version: 4\n"))).toEqual(["NL-SIGMA-ATTRIBUTE 3:1"]);
    expect(problemsOf(selecting("{f: 1}", "sigma-version: new\n"))).toEqual(["NL-SIGMA-ATTRIBUTE 3:1"]);
  });

  it("SG-62 a block binds its items to one member; any, all, all_or_empty, none and positions", () => {
    expect(holds("{'c[any]': {proto: tcp, ip: 192.0.2.1}}", event)).toBe(true);
    expect(holds("{'c[any]': {proto: tcp, ip: 192.0.2.2}}", event)).toBe(false);
    expect(holds("{'c[any].proto': udp}", event)).toBe(true);
    expect(holds("{'c[all].ip|startswith': '192.'}", event)).toBe(true);
    expect(holds("{'c[all].proto': tcp}", event)).toBe(false);
    expect(holds("{'c[none].proto': icmp}", event)).toBe(true);
    expect(holds("{'x[all].y': 1}", event)).toBe(false);
    expect(holds("{'x[all_or_empty].y': 1}", event)).toBe(true);
    expect(holds("{'c[0].proto': tcp, 'c[-1].proto': udp}", event)).toBe(true);
    expect(holds("{'c[2].proto': tcp}", event)).toBe(false);
    expect(holds("{'tags[all]': [a, b]}", event)).toBe(true);
    expect(holds("{'tags[any]|contains': b}", event)).toBe(true);
    expect(holds("{'tags[none]': {'.': c}}", event)).toBe(true);
    expect(holds("{'c[any]': [{proto: icmp}, {ip: 192.0.2.2}]}", event)).toBe(true);
    expect(holds("{'a[any].b[0].c': 1}", { a: [{ b: [] }, { b: [{ c: 1 }] }] })).toBe(true);
  });

  it("SG-63 a block with a condition of its own has named selections a member", () => {
    const block = "{'c[any]': {tcp: {proto: tcp}, here: {ip: 192.0.2.1}, condition: tcp and not here}}";
    expect(holds(block, event)).toBe(false);
    expect(holds(block, { c: [...event.c, { proto: "tcp", ip: "192.0.2.3" }] })).toBe(true);
    expect(problemsOf(selecting("{'c[any]': {a: {b: 1}, condition: x}}", v3))).toEqual(["NL-SIGMA-IDENTIFIER 4:52"]);
  });

  it.each([
    ["'f[some].x'", '"[some]" is unknown'],
    ["'[any].x'", "A name is wanted before [any]"],
    ["'f[any'", "cannot be read"],
    ["'f[any]x'", "cannot be read"],
  ])("SG-64 the field %s is refused", (field, message) => {
    expect(messagesOf(selecting(`{${field}: 1}`, v3))).toContain(message);
  });

  it("SG-64 modifiers before a block are refused", () => {
    expect(problemsOf(selecting("{'f[any]|contains': {x: 1}}", v3))).toEqual(["NL-SIGMA-MODIFIER 4:19"]);
  });

  it("SG-65 siblings on the same array, which need not bind to the same member, are reported", () => {
    const text = selecting("{'c[any].proto': tcp, 'c[any].ip': 192.0.2.2}", v3);
    expect(matches(text, event)).toBe(true);
    expect(problemsOf(text)).toEqual(["NL-SIGMA-LINT-MEMBERS 4:40"]);
  });
});

describe("null and presence", () => {
  it.each([
    ["{filter_null: {f|exists: false}, condition: not filter_null}", 1],
    ["{filter_missing: {f: null}, condition: not filter_missing}", 1],
    ["{sel: {f: null, f|exists: true}, condition: sel}", 1],
    ["{filter_null: {f: null}, condition: not filter_null}", 0],
    ["{filter_exists: {f|exists: true}, condition: filter_exists}", 0],
  ])("SG-66 in %s what seems to mean the other is reported %i times", (detection, times) => {
    const codes = load(rule(detection)).problems.map(({ code }) => code);
    expect(codes).toEqual(Array.from({ length: times }, () => "NL-SIGMA-LINT-NULL"));
  });
});
