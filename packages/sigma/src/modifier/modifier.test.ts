import { describe, expect, it } from "vitest";
import { load, matches, messagesOf, problemsOf, rule, selecting } from "../load/load.fixture.ts";
import { MODIFIERS } from "./modifier.ts";

/** Whether `{item}` as the only selection matches an event. */
function item(text: string, event: unknown): boolean {
  return matches(selecting(`{${text}}`), event);
}

describe("modifiers", () => {
  it("SG-40 every modifier of the specification is known, and the other names in use", () => {
    const specified =
      "all startswith endswith contains exists cased neq windash re i m s base64 base64offset utf16le utf16be utf16 " +
      "wide lt lte gt gte minute hour day week month year cidr expand fieldref";
    for (const name of [...specified.split(" "), "ignorecase", "multiline", "dotall"])
      expect([...MODIFIERS.keys()]).toContain(name);
  });

  it("SG-40 an unknown modifier is refused at its item, with those that are known", () => {
    expect(problemsOf(selecting("{a: 1, f|foo: 1}"))).toEqual(["NL-SIGMA-MODIFIER 3:25"]);
    expect(messagesOf(selecting("{f|Contains: 1}"))).toContain('"Contains" is no modifier; known are all, cased');
    expect(messagesOf(selecting("{'f|': 1}"))).toContain('"" is no modifier');
  });

  it.each([
    ["f|re|contains", '"re" and "contains" cannot be combined'],
    ["f|contains|re", '"re" and "contains" cannot be combined'],
    ["f|re|cased", '"re" and "cased" cannot be combined'],
    ["f|wide|utf16", '"utf16le" and "utf16" contradict each other'],
    ["f|utf16be|utf16le", '"utf16be" and "utf16le" contradict'],
    ["f|i", '"ignorecase" is a flag of "re"'],
    ["f|contains|s", '"dotall" is a flag of "re"'],
    ["f|startswith|endswith", "contradict"],
    ["f|lt|gt", "contradict"],
    ["f|lt|neq", '"lt" and "neq" cannot be combined'],
    ["f|gte|contains", "cannot be combined"],
    ["f|hour|day", "contradict"],
    ["f|exists|neq", "nothing may stand beside"],
    ["f|cidr|contains", "cannot be combined"],
    ["f|fieldref|base64", "cannot be combined"],
    ["f|base64|windash", '"windash" stands after an encoding'],
    ["f|contains|contains", "stands twice"],
    ["|exists", '"exists" needs a field'],
    ["|neq", '"neq" needs a field'],
    ["|cidr", '"cidr" needs a field'],
    ["|gt", '"gt" needs a field'],
  ])("SG-41 %s is refused", (key, message) => {
    const text = selecting(`{'${key}': 1}`);
    expect(problemsOf(text)).toEqual([expect.stringMatching(/^NL-SIGMA-MODIFIER 3:/)]);
    expect(messagesOf(text)).toContain(message);
  });

  it("SG-42 startswith, endswith and contains put gaps around the value, and leave its own wildcards", () => {
    expect(item("f|startswith: ab", { f: "abc" })).toBe(true);
    expect(item("f|startswith: bc", { f: "abc" })).toBe(false);
    expect(item("f|endswith: bc", { f: "abc" })).toBe(true);
    expect(item("f|endswith: ab", { f: "abc" })).toBe(false);
    expect(item("f|contains: 'a?c*e'", { f: "xabcdex" })).toBe(true);
    expect(item("f|contains: 46", { f: 4625 })).toBe(true);
    expect(item("f|contains: true", { f: "nottrue" })).toBe(true);
    expect(item("f|contains: ''", { f: "" })).toBe(true);
    expect(item("f|contains: ''", {})).toBe(false);
    expect(problemsOf(selecting("{f|contains: null}"))).toEqual(["NL-SIGMA-VALUE 3:31"]);
  });

  it("SG-43 all joins the values of a list by AND; with a single value it is reported", () => {
    expect(item("f|contains|all: [a, b]", { f: "ba" })).toBe(true);
    expect(item("f|all|contains: [a, b]", { f: "a" })).toBe(false);
    expect(item("f|all: [a, b]", { f: ["b", "a"] })).toBe(true);
    expect(problemsOf(selecting("{f|all: a}"))).toEqual(["NL-SIGMA-LINT-ALL 3:26"]);
  });

  it("SG-44 exists is about the key being there, be it null or empty", () => {
    expect(item("f|exists: true", { f: null })).toBe(true);
    expect(item("f|exists: 'false'", { f: "" })).toBe(false);
    expect(item("f|exists: false", {})).toBe(true);
    expect(problemsOf(selecting("{f|exists: maybe}"))).toEqual(["NL-SIGMA-VALUE 3:29"]);
    expect(problemsOf(selecting("{f|exists: [true, false]}"))).toEqual(["NL-SIGMA-VALUE 3:36"]);
  });

  it("SG-45 text is compared without regard to case, unless cased", () => {
    expect(item("f: aB", { f: "Ab" })).toBe(true);
    expect(item("f|cased: aB", { f: "Ab" })).toBe(false);
    expect(item("f|contains|cased: aB", { f: "xaBx" })).toBe(true);
  });

  it("SG-46 neq on a list is different from all values, and false when the field is absent", () => {
    expect(item("f|neq: [a, b]", { f: "c" })).toBe(true);
    expect(item("f|neq: [a, b]", { f: "B" })).toBe(false);
    expect(item("f|neq: 5", { f: "5" })).toBe(false);
    expect(item("f|neq: a", {})).toBe(false);
    expect(item("f|neq: a", { f: ["b", "a"] })).toBe(false);
    expect(item("f|neq|contains: a", { f: "bcd" })).toBe(true);
    expect(item("f|re|neq: '^a'", { f: "ba" })).toBe(true);
  });

  it.each(["-f /x", "/f -x", "–f —x", "―f /x"])("SG-47 windash takes all dashes for each other: %s", (text) => {
    expect(item("f|windash|contains: '-f /x'", { f: `cmd ${text}` })).toBe(true);
    expect(item("f|contains|windash: '-f –x'", { f: `cmd ${text}` })).toBe(true);
    expect(item("f|windash: '-f +x'", { f: text })).toBe(false);
  });

  it("SG-47 a value with many dashes is one regular expression, and matches the same", () => {
    const text = "f|windash|contains: '-a -b /c (d)* -e ?-f'";
    expect(load(selecting(`{${text}}`)).rules[0]?.expression).toMatchObject({ test: { kind: "regex" } });
    expect(item(text, { f: "X /A –b -c (D)\n... /e x―F y" })).toBe(true);
    expect(item(text, { f: "X /A –b -c (D) /e ―F y" })).toBe(false);
    expect(item(text.replace("windash", "windash|cased"), { f: "X /A –b -c (d) /e x―f y" })).toBe(false);
    expect(item("f|windash: '-a-b-c-d'", { f: "/a/b/c/d/" })).toBe(false);
  });

  it("SG-51 base64 encodes the text, base64offset its three shifted forms without their edges", () => {
    expect(item("f|base64: 'foo bär'", { f: "Zm9vIGLDpHI=" })).toBe(true);
    for (const before of ["", "x", "xx", "xxx"])
      expect(item("f|base64offset|contains: foobar", { f: btoa(`${before}foobar, end`) })).toBe(true);
    expect(item("f|base64offset|contains: foobar", { f: btoa("fooba") })).toBe(false);
    expect(problemsOf(selecting("{f|base64offset|contains: a}"))).toEqual(["NL-SIGMA-VALUE 3:44"]);
    expect(problemsOf(selecting("{f|contains|base64: abc}"))).toEqual(["NL-SIGMA-VALUE 3:38"]);
    expect(messagesOf(selecting("{f|base64: 'a*'}"))).toContain('put contains, startswith and endswith after "base64"');
    expect(item(String.raw`f|base64: 'a\*'`, { f: btoa("a*") })).toBe(true);
    expect(problemsOf(selecting("{f|base64offset: abc}"))).toEqual(["NL-SIGMA-LINT-VALUE 3:35"]);
  });

  it("SG-52 wide, utf16le, utf16be and utf16 encode the text in two bytes a character", () => {
    expect(item("f|wide|base64: cmd", { f: btoa("c\0m\0d\0") })).toBe(true);
    expect(item("f|utf16le|base64: cmd", { f: btoa("c\0m\0d\0") })).toBe(true);
    expect(item("f|utf16be|base64: cmd", { f: btoa("\0c\0m\0d") })).toBe(true);
    expect(item("f|utf16|base64: cmd", { f: btoa("\u00ff\u00fec\0m\0d\0") })).toBe(true);
    expect(item("f|wide|base64offset|contains: IEX", { f: btoa("xI\0E\0X\0y") })).toBe(true);
    expect(item("f|wide|contains: cmd", { f: "xc\0m\0d\0" })).toBe(true);
    expect(item("f|windash|wide|base64: -c", { f: btoa("/\0c\0") })).toBe(true);
  });

  it("SG-53 lt, lte, gt and gte compare numbers, and text that is one", () => {
    expect(item("f|gte: 5", { f: "5.0" })).toBe(true);
    expect(item("f|gt: '4.5'", { f: 4.75 })).toBe(true);
    expect(item("f|lt: 5", { f: "x" })).toBe(false);
    expect(item("f|lte: 0x10", { f: 16 })).toBe(true);
    expect(item("f|gt: 9007199254740993", { f: "9007199254740994" })).toBe(true);
    expect(problemsOf(selecting("{f|gt: abc}"))).toEqual(["NL-SIGMA-VALUE 3:25"]);
    expect(problemsOf(selecting("{f|gt: null}"))).toEqual(["NL-SIGMA-VALUE 3:25"]);
  });

  it("SG-54 minute to year compare a part of a date, alone or with lt, lte, gt and gte", () => {
    const event = { t: "2026-01-05T22:07:00.000Z" };
    expect(item("t|hour: 22", event)).toBe(true);
    expect(item("t|hour|gte: 22", event)).toBe(true);
    expect(item("t|lt|hour: 22", event)).toBe(false);
    expect(item("t|day: [4, 5]", event)).toBe(true);
    expect(item("t|month|neq: 1", event)).toBe(false);
    expect(problemsOf(selecting("{t|hour: 24}"))).toEqual(["NL-SIGMA-VALUE 3:27"]);
    expect(messagesOf(selecting("{t|week: 1.5}"))).toContain("a whole number from 1 to 53");
  });

  it("SG-55 cidr takes IPv4 and IPv6 blocks, and refuses what is none", () => {
    expect(item("ip|cidr: 192.0.2.0/24", { ip: "192.0.2.7" })).toBe(true);
    expect(item("ip|cidr: [2001:db8::/32, 192.0.2.1]", { ip: "2001:db8::1" })).toBe(true);
    expect(item("ip|cidr|neq: 192.0.2.0/24", { ip: "198.51.100.1" })).toBe(true);
    for (const wrong of ["192.0.2.0/33", "192.0.2", "example.com", "5"])
      expect(problemsOf(selecting(`{ip|cidr: ${wrong}}`))).toEqual(["NL-SIGMA-VALUE 3:28"]);
  });

  it("SG-56 fieldref compares two fields, also by startswith, endswith, contains, cased and neq", () => {
    expect(item("a|fieldref: b.c", { a: "X", b: { c: "x" } })).toBe(true);
    expect(item("a|fieldref|cased: b", { a: "X", b: "x" })).toBe(false);
    expect(item("a|fieldref|startswith: b", { a: "xyz", b: "x" })).toBe(true);
    expect(item("a|fieldref|neq: b", { a: "x", b: "y" })).toBe(true);
    expect(problemsOf(selecting("{a|fieldref: ''}"))).toEqual(["NL-SIGMA-VALUE 3:31"]);
  });

  it("SG-57 a placeholder under expand stands for its values, which may hold wildcards", () => {
    const options = { placeholders: { Servers: ["srv-*", "db1"], Office: ["192.0.2.0/24"], none: [] } };
    const expanded = (text: string, event: unknown): boolean => matches(selecting(`{${text}}`), event, options);
    expect(expanded("f|expand: '%Servers%.example.com'", { f: "SRV-7.example.com" })).toBe(true);
    expect(expanded("f|expand: '%Servers%'", { f: "db2" })).toBe(false);
    expect(expanded("f|expand|contains|all: ['%Servers%', x]", { f: "x db1 y" })).toBe(true);
    expect(expanded("f|cidr|expand: '%Office%'", { f: "192.0.2.9" })).toBe(true);
    expect(expanded("f|expand|base64: '%Office%'", { f: btoa("192.0.2.0/24") })).toBe(true);
    expect(expanded("f|expand: '%none%'", { f: "" })).toBe(false);
    expect(expanded(String.raw`f|expand: '\%Servers%'`, { f: "%Servers%" })).toBe(true);
    expect(expanded("f|expand: '100%'", { f: "100%" })).toBe(true);
    expect(expanded("f: '%Servers%'", { f: "%Servers%" })).toBe(true);
  });

  it("SG-58 a placeholder without values keeps the rule from running, and says which it is", () => {
    const text = rule("{sel: {a: 1}, filter: {f|expand: '%legit_ips%'}, condition: sel and not filter}");
    expect(load(text).rules).toEqual([]);
    expect(problemsOf(text)).toEqual(["NL-SIGMA-PLACEHOLDER 3:45"]);
    expect(messagesOf(text)).toContain(
      'The placeholder %legit_ips% has no values, so the rule cannot run; give them as "legit_ips"',
    );
    expect(problemsOf(selecting("{ip|cidr|expand: '%toString%'}"))).toEqual(["NL-SIGMA-PLACEHOLDER 3:35"]);
    expect(problemsOf(selecting("{ip|expand: '%constructor%'}"))).toEqual(["NL-SIGMA-PLACEHOLDER 3:30"]);
  });

  it("SG-59 a value that makes too many variants is refused", () => {
    expect(problemsOf(selecting("{f|windash|base64: '------'}"))).toEqual(["NL-SIGMA-LIMIT 3:37"]);
    expect(problemsOf(selecting("{f|base64offset|contains: abc}"), { limits: { maxVariants: 2 } })).toEqual([
      "NL-SIGMA-LIMIT 3:44",
    ]);
    const placeholders = { x: Array.from({ length: 60 }, (_, n) => `${n}`) };
    expect(problemsOf(selecting("{f|expand: '%x%%x%'}"), { placeholders })).toEqual(["NL-SIGMA-LIMIT 3:29"]);
  });

  it("SG-60 a rule that makes too many comparisons is refused", () => {
    const text = selecting(`{f: [${Array.from({ length: 11 }, (_, n) => n).join(", ")}]}`);
    expect(problemsOf(text, { limits: { maxComparisons: 10 } })).toEqual(["NL-SIGMA-LIMIT 3:53"]);
  });
});
