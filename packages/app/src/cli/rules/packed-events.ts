import type { RuleSet, RuleTest } from "@nightlatch/sigma";
import type { RuleText } from "../../detect/rule-files.ts";

/** Rule texts whose tests hold marks where long events stood. */
export interface PackedEvents {
  readonly texts: readonly RuleText[];
  /** The tests of a loaded set with their events again. */
  readonly unpack: (set: RuleSet) => RuleSet;
}

const TESTS = /^tests:[ \t]*\r?\n(?:(?:[ \t#].*)?\r?\n)*/gm;
const EVENT = /^(?<head> *(?:- )?(?:event: )?)(?<event>\{"(?:actor|[a-zA-Z]+)":.*\})$/gm;
const MARK = "@packed";

/**
 * Takes the events out of tests that stand there as JSON on one line, and puts marks in their place: most of a rule file
 * is such events, and a reader of YAML needs many times what `JSON.parse` needs. What JSON and YAML could read
 * differently (repeated keys, long numbers, spaces) is left where it is.
 */
export function packEvents(texts: readonly RuleText[]): PackedEvents {
  const packed: unknown[] = [];
  const pack = (line: string, head: string, event: string): string => {
    const value = sameInYaml(event);
    return value === undefined ? line : `${head}{"${MARK}":${packed.push(value) - 1}}`;
  };
  const eventOf = (event: unknown): unknown => {
    const mark: unknown = typeof event === "object" && event !== null ? Reflect.get(event, MARK) : undefined;
    return typeof mark === "number" ? packed[mark] : event;
  };
  const unpacked = (tests: readonly RuleTest[]): readonly RuleTest[] =>
    tests.map((test) => ({ ...test, events: test.events.map(eventOf) }));
  return {
    texts: texts.map(({ file, text }) => ({
      file,
      text: text.replaceAll(TESTS, (tests) => tests.replaceAll(EVENT, pack)),
    })),
    unpack: (set) => ({
      ...set,
      rules: set.rules.map((rule) => ({ ...rule, tests: unpacked(rule.tests) })),
      correlations: set.correlations.map((rule) => ({ ...rule, tests: unpacked(rule.tests) })),
    }),
  };
}

function sameInYaml(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return JSON.stringify(value) === text ? value : undefined;
  } catch {
    return undefined;
  }
}
