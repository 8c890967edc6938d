/** The contract with outsiders: error codes today, the HTTP API when there is a service. */
export {};
