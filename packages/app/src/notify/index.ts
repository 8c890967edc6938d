/**
 * Telling people and machines: findings go out through an outbox that survives crashes, to signed webhooks, chats,
 * syslog receivers and mailboxes. No secret is in what goes out, nor in what is said about it.
 */
export { chat } from "./chat.ts";
export { mail } from "./mail.ts";
export { Outbox, type Route } from "./outbox.ts";
export { type Output, OutputError } from "./output.ts";
export { syslog } from "./syslog.ts";
export { signature, webhook } from "./webhook.ts";
