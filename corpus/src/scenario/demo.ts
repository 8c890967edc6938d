import { apiAfterConsole } from "./r2-beyondtrust.ts";
import type { Scenario } from "./scenario.ts";

/** The bundled scenario: the story of R2 in two days of a small tenant with all its ordinary noise. */
export function demo(): Scenario {
  const town = { users: 20, days: 2, from: Date.UTC(2023, 9, 3) };
  return apiAfterConsole({
    id: "demo",
    bound: false,
    town,
    title: "A stolen administrator session in two days of a small company",
  });
}
