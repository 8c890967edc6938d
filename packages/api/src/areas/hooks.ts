import { z } from "zod";
import type { InputForm, Route } from "../contract/route.ts";
import { line } from "../contract/values.ts";

/** Which source a hook is of. */
export interface HookAddress {
  readonly source: string;
}

const input: InputForm<HookAddress> = z.strictObject({ source: line("The tenant whose organisation delivers") });

/** Answers the challenge by which Okta verifies a hook. */
export const verifyHook: Route<HookAddress, { readonly verification: string }> = {
  name: "verifyHook",
  area: "hooks",
  method: "get",
  path: "/hooks/okta/{source}",
  scope: "hook",
  summary: "Answer the challenge by which Okta verifies an event hook",
  description:
    "The challenge stands in the header `X-Okta-Verification-Challenge`. `Authorization` holds the key that is configured for the hook or, where none is, a token for hooks, with or without `Bearer`.",
  input,
  answer: z.object({ verification: z.string() }),
  problems: ["NL-API-MISSING", "NL-HOOK-CHALLENGE"],
  example: { input: { source: "acme" }, answer: { verification: "the challenge" } },
};

/** Takes a delivery of an event hook. */
export const deliverHook: Route<HookAddress, null> = {
  name: "deliverHook",
  area: "hooks",
  method: "post",
  path: "/hooks/okta/{source}",
  scope: "hook",
  summary: "Take a delivery of an Okta event hook",
  description:
    "Answered at once: what the delivery says is looked at afterwards, and the log is read all the same. At most 8 MiB.",
  input,
  answer: z.null(),
  status: 204,
  bytes: 8 * 1024 * 1024,
  problems: ["NL-API-MISSING", "NL-API-BUSY"],
  example: { input: { source: "acme" }, answer: null },
};
