/** One weighted observation while it is gathered; becomes `Evidence` in a finding. Weight is in log-odds, roughly. */
export interface Observed {
  readonly kind: string;
  readonly weight: number;
  readonly why: string;
  readonly uid: string;
  readonly time: number;
  /** Further events it rests on. */
  readonly also?: readonly string[];
}

export function sum(observed: Iterable<Observed>): number {
  let total = 0;
  for (const one of observed) total += one.weight;
  return total;
}

/** The strongest observation against a theft: the ordinary explanation. */
export function strongestAgainst(observed: readonly Observed[]): Observed | undefined {
  let best: Observed | undefined;
  for (const one of observed) if (one.weight < 0 && (best === undefined || one.weight < best.weight)) best = one;
  return best;
}
