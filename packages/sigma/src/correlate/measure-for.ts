import { EventCount } from "./event-count.ts";
import type { Measure, SavedMeasure } from "./measure.ts";
import { NumberWindow } from "./number-window.ts";
import type { CorrelationRule } from "./rule.ts";
import { Sightings } from "./sightings.ts";
import { ValueCount } from "./value-count.ts";

/** An empty window of the correlation's type, or the one that was saved. */
export function measureFor(rule: CorrelationRule, saved?: SavedMeasure): Measure {
  switch (rule.type) {
    case "event_count":
      return new EventCount(saved);
    case "value_count":
      return new ValueCount(saved);
    case "value_sum":
    case "value_avg":
    case "value_median":
      return new NumberWindow(rule.type, saved);
    case "temporal":
    case "temporal_ordered":
      return new Sightings(rule, saved);
  }
}
