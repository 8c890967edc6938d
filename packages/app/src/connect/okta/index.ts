/**
 * Okta, from outside: a thin client with one origin and one credential, the reader of its System Log, and the receiver
 * of its event hooks. Two of these clients exist while the product acts: one that reads, one that may change things.
 */
export { OktaClient, type OktaRequest } from "./client.ts";
export { MAX_HOOK_BODY, receiveHook } from "./hook.ts";
export { type LogPage, LogReader, MOST_RECORDS } from "./log-reader.ts";
export { OktaError } from "./okta-error.ts";
export { readOrigin } from "./origin.ts";
export { withApiToken } from "./sign-in/api-token.ts";
export { asServiceApp } from "./sign-in/service-app.ts";
export type { SignIn } from "./sign-in/sign-in.ts";
