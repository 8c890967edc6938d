import { headerVerdict, type NameVerdict, verdictOn } from "./names.ts";

const MOST = 20_000;

function cached<T>(judge: (name: string) => T): (name: string) => T {
  const known = new Map<string, T>();
  return (name) => {
    const before = known.get(name);
    if (before !== undefined || known.has(name)) return before as T;
    const verdict = judge(name);
    if (known.size < MOST && name.length <= 100) known.set(name, verdict);
    return verdict;
  };
}

/** `verdictOn`, remembered: a capture has few names, and many of each. */
export const cachedVerdict: (name: string) => NameVerdict | undefined = cached(verdictOn);

/** `headerVerdict`, remembered. */
export const cachedHeaderVerdict: (name: string) => NameVerdict | "ordinary" | undefined = cached(headerVerdict);
