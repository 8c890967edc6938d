import type { Case } from "./case.ts";

/** When what was so: `happened` by the events, `known` by us. Milliseconds UTC; `undefined` where it was not yet. */
export interface Measures {
  /** The first malicious act that is known. */
  readonly firstAct: number | undefined;
  readonly firstActUid: string;
  /** When the first event that shows it reached us. */
  readonly firstEvidence: number | undefined;
  readonly firstFinding: number | undefined;
  readonly opened: number;
  readonly firstAction: number | undefined;
  /** When the last action that contains was read back and held; `undefined` while one does not. */
  readonly contained: number | undefined;
  /** The supplier's first word to us. */
  readonly vendorNotice: number | undefined;
  /** How long before the supplier's first word we had a finding; below 0 when the supplier was first. */
  readonly lead: number | undefined;
}

/** The measures of a case as it stands. */
export function measuresOf(one: Case): Measures {
  const { findings, scope, actions, suppliers, opened } = one;
  const acts = findings.map(({ finding }) => ({
    at: finding.first,
    uid: finding.firstUid,
    received: finding.received,
  }));
  if (scope?.scope.first !== undefined)
    acts.push({
      at: scope.scope.first,
      uid: scope.scope.firstEvidence?.uid ?? "",
      received: scope.scope.firstEvidence?.received ?? 0,
    });
  const [first] = acts.toSorted((a, b) => a.at - b.at);
  const firstFinding = least(findings.map(({ finding }) => finding.known));
  const vendorNotice = least(suppliers.filter(({ direction }) => direction === "answered").map(({ at }) => at));
  return {
    firstAct: first?.at,
    firstActUid: first?.uid ?? "",
    firstEvidence: least(acts.map(({ received }) => received).filter((at) => at > 0)),
    firstFinding,
    opened: opened.at,
    firstAction: least(actions.flatMap(({ begun }) => (begun === undefined ? [] : [begun.at]))),
    contained: containedAt(actions),
    vendorNotice,
    lead: vendorNotice === undefined || firstFinding === undefined ? undefined : vendorNotice - firstFinding,
  };
}

function containedAt(actions: Case["actions"]): number | undefined {
  const needed = actions.filter(({ contains }) => contains);
  const held = needed.flatMap(({ readback, watch }) =>
    readback?.holds === true && (watch?.uses.length ?? 0) === 0 ? [readback.at] : [],
  );
  return needed.length > 0 && held.length === needed.length ? Math.max(...held) : undefined;
}

function least(values: readonly number[]): number | undefined {
  return values.length === 0 ? undefined : Math.min(...values);
}
