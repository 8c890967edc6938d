/** The exit codes, as every help says them (docs/contracts.md). */
export const EXIT_CODES: string = `
Exit codes: 0 done; 2 wrong usage or configuration; 3 done, but some input was rejected (each with file, line and
reason on stderr); 4 a service that it needs is not there; 10 done, and findings at or above --fail-on exist.
Every error has a code NL-…, explained in docs/errors.md.`;
