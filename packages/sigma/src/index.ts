/** Sigma for TypeScript. */
export {};
