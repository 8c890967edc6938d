/**
 * The drill tenant: an Okta organisation on loopback, good enough to train with and to test against. It has users,
 * factors, sessions, tokens and policies; what is done to it has its effect and stands in its log.
 */
export { type DrillTenant, startDrillTenant } from "./start-drill-tenant.ts";
export { SYSTEM as SYSTEM_BY } from "./organisation/organisation.ts";
export { createToken } from "./organisation/do/tenant.ts";
export { createUser, grantRole } from "./organisation/do/users.ts";
export { replayOkta2023 } from "./attack/okta-2023.ts";
export { type Company, found, live } from "./company.ts";
