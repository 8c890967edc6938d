/**
 * The HTTP interface: every route of the contract (`@nightlatch/client`) over the stores and watches of a service. Each
 * is guarded by a token, each refusal is a problem of RFC 9457 with a stable code, and what is said to the outside never
 * holds a secret.
 */
export { type ApiServer, createServer, type ServerTimes } from "./create-server.ts";
export { Metrics } from "./metrics/metrics.ts";
export { Tracer } from "./metrics/tracer.ts";
