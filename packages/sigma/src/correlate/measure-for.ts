import type { Measure } from "./measure.ts";
import { NumberWindow } from "./number-window.ts";
import type { CorrelationRule } from "./rule.ts";
import { Sightings } from "./sightings.ts";
import { ValueCount } from "./value-count.ts";

/** An empty measure of the correlation's type; none for `event_count`, where the window's own length says it. */
export function measureFor(rule: CorrelationRule): Measure | null {
  switch (rule.type) {
    case "event_count":
      return null;
    case "value_count":
      return new ValueCount();
    case "value_sum":
    case "value_avg":
    case "value_median":
      return new NumberWindow(rule.type);
    case "temporal":
    case "temporal_ordered":
      return new Sightings(rule);
  }
}
