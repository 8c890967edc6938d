import { b1Benign } from "./b1-benign.ts";
import { demo } from "./demo.ts";
import { r1Cloudflare } from "./r1-cloudflare.ts";
import { r2Beyondtrust } from "./r2-beyondtrust.ts";
import { r3OnePassword } from "./r3-1password.ts";
import { r4FilesTab } from "./r4-files-tab.ts";
import { r5Thanksgiving } from "./r5-thanksgiving.ts";
import type { Scenario } from "./scenario.ts";

/** Every committed scenario, each with how it is made; R1 to R3 without and with session binding. */
export const scenarios: readonly (() => Scenario)[] = [
  () => r1Cloudflare(false),
  () => r1Cloudflare(true),
  () => r2Beyondtrust(false),
  () => r2Beyondtrust(true),
  () => r3OnePassword(false),
  () => r3OnePassword(true),
  r4FilesTab,
  r5Thanksgiving,
  b1Benign,
  demo,
];
