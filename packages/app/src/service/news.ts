import type { CaseNews } from "../cases/index.ts";
import type { RetentionNews } from "../retention/index.ts";
import type { VigilNews } from "../respond/index.ts";
import type { News } from "../watch/index.ts";

/** Everything that a service has to say. */
export type ServiceNews =
  | News
  | CaseNews
  | VigilNews
  | RetentionNews
  | { readonly kind: "dead-letter"; readonly output: string; readonly error: string }
  | { readonly kind: "dead-signal"; readonly stream: string; readonly error: string }
  | { readonly kind: "signal-trouble"; readonly message: string; readonly again: number }
  | { readonly kind: "outbox-trouble"; readonly message: string; readonly again: number };
