import type { Place } from "../cast/place.ts";
import type { Random } from "../random/random.ts";

/** Where a machine is seen from, as a function of time; habits lay themselves over one another. */
export type Path = (at: number) => Place;

export function staying(place: Place): Path {
  return () => place;
}

/** `inner` from one time to another, `outer` before and after. */
export function during(outer: Path, inner: Path, span: { readonly from: number; readonly to: number }): Path {
  return (at) => (at >= span.from && at < span.to ? inner(at) : outer(at));
}

/** Goes over and back at each of the times, beginning with `first`. */
export function flipping(first: Path, second: Path, times: readonly number[]): Path {
  return (at) => (times.filter((time) => time <= at).length % 2 === 0 ? first(at) : second(at));
}

/** Every request may take another way out: rotating relays, carrier pools, split tunnels. */
export function rotating(places: readonly Place[], random: Random): Path {
  return () => random.pick(places);
}

/** As `rotating`, but an address is kept for a while. */
export function rotatingEvery(places: readonly Place[], period: number): Path {
  return (at) => {
    const turn = Math.floor(at / period) * 2_654_435_761;
    const place = places[((turn >>> 0) ^ (turn >>> 16)) % places.length] ?? places[0];
    if (place === undefined) throw new RangeError("Rotated over no places, wanted at least one");
    return place;
  };
}
