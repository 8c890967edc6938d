/**
 * The identity domain: an event, its session, the evidence for and against a theft, the finding.
 *
 * Pure: no clock, no disk, no network, no randomness. Everything that varies comes in as a parameter.
 */
export * from "./event/envelope.ts";
export * from "./finding/finding.ts";
export { claimId } from "./finding/id.ts";
export * from "./network/network.ts";
export { type Cidr, contains, readAddress, readCidr } from "./network/cidr.ts";
export { createNetworkOf } from "./network/network-of.ts";
export * from "./network/network-data.ts";
export * from "./agent/index.ts";
export * from "./baseline/index.ts";
export * from "./session/index.ts";
export * from "./normalise/okta/index.ts";
export * from "./normalise/signal/index.ts";
export * from "./detect/index.ts";
export * from "./intel/index.ts";
export * from "./ocsf/index.ts";
export * from "./coverage/index.ts";
export * from "./case/index.ts";
export * from "./scope/index.ts";
export * from "./questions/index.ts";
export * from "./ledger/index.ts";
export * from "./find/index.ts";
export * from "./playbook/index.ts";
export * from "./case-report/index.ts";
export * from "./stix/index.ts";
export * from "./veris/index.ts";
