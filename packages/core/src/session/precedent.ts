import { type Context } from "./context.ts";
import { habitOf } from "./footing.ts";
import { contextsOf, openingOf, type Person } from "./session.ts";
import { LEVEL, WEIGHT } from "./weights.ts";

const HALF_A_DAY = 43_200_000;

/** Two make a precedent, four weigh twice as much. */
export function precedentWeight(kind: "sign-in.precedent" | "network.precedent", count: number): number {
  return WEIGHT[kind] * Math.min(2, count / 2);
}

/**
 * How many of a person's earlier sessions were doubted for coming from the same network with the same browser, at
 * least half a day ago, without ever being worth waking somebody. A virtual desktop or a rented machine is doubtful
 * each morning, and doubt that leads nowhere wears off; an intruder's first visit was told when it came.
 */
export function precedentsOf(person: Person, now: Context, time: number): number {
  const habit = habitOf(now.network);
  let count = 0;
  for (const session of person.suspects) {
    if (time - openingOf(session).time < HALF_A_DAY || (session.suspicion?.score() ?? 0) >= LEVEL.high) continue;
    const alike = contextsOf(session).some(
      (one) => one.standing === "foreign" && one.agent.key === now.agent.key && habitOf(one.network) === habit,
    );
    if (alike) count++;
  }
  return count;
}
