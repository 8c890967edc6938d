import type { Finding } from "@nightlatch/core";

/** A finding on its way out, at one of its revisions. */
export interface Notice {
  /** The same for the same finding, revision and output, so that a receiver can tell a repeat. */
  readonly id: string;
  readonly finding: Finding;
  readonly revision: number;
}

/** One way out. */
export interface Output {
  readonly name: string;
  /** Brings a notice to the other side. Throws an OutputError. */
  readonly send: (notice: Notice, signal: AbortSignal) => Promise<void>;
  readonly close?: () => void;
}

/** A notice that did not arrive. */
export class OutputError extends Error {
  /** Whether it may arrive when it is sent again. */
  readonly passing: boolean;

  constructor(message: string, options: { readonly passing: boolean; readonly cause?: unknown }) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = "OutputError";
    this.passing = options.passing;
  }
}
