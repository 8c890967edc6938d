/**
 * Records of one stretch of an input. The bytes are those of the decoded input (decompressed, as UTF-8, without a
 * byte order mark), shared with neighbouring batches: read them, do not write to them.
 */
export interface RecordBatch {
  /** Name of the input as the user gave it: a file, or the folder it was found in, or `-`. */
  readonly source: string;
  /** The file itself. */
  readonly file: string;
  readonly bytes: Uint8Array;
  /** Offset of `bytes[0]` in the decoded input. */
  readonly base: number;
  /** 1-based line of `bytes[0]`. */
  readonly line: number;
  /**
   * Triplets `start, end, line` of each record within `bytes`; `undefined` when every line is one record (the last
   * one may lack its newline).
   */
  readonly spans: Int32Array | undefined;
  /**
   * The records were put together from something else (a row of a CSV, JSON inside a text): `bytes` is not part of
   * the input, and `base` has no meaning.
   */
  readonly synthetic: boolean;
  /**
   * Of a synthetic batch: pairs `offset, length` in the decoded input, one a record, of what each was made from.
   */
  readonly origins: Float64Array | undefined;
}

/** Something of the input that could not be used. The rest is processed. */
export interface Rejection {
  readonly file: string;
  /** 1-based; 0 when the whole file is meant. */
  readonly line: number;
  /** 1-based, where it is known. */
  readonly column?: number;
  /** `NL-INPUT-…`. */
  readonly code: string;
  readonly reason: string;
}

/** How far the reading is. Bytes are those on the disk, before decompression. */
export interface ReadProgress {
  readonly file: string;
  readonly bytes: number;
  /** Bytes of all files together; 0 when nobody can know (a pipe). */
  readonly total: number;
}

/** What a reader may be told. */
export interface ReadOptions {
  readonly reject: (rejection: Rejection) => void;
  readonly progress?: (progress: ReadProgress) => void;
  /** Longest record in bytes; 16 MiB unless told otherwise. A longer one is rejected without being held. */
  readonly maxRecord?: number;
  /** Bytes of decoded input taken at a time; 1 MiB unless told otherwise. */
  readonly chunk?: number;
  /**
   * Whoever reads is done with the bytes of a batch before asking for the next, so their memory is given back at once
   * and not only when memory is cleared up.
   */
  readonly spend?: boolean;
  /** The file that `spoolStdin` wrote, read in place of `-`. */
  readonly stdin?: string;
}

/** Longest record unless told otherwise. */
export const MAX_RECORD: number = 16 * 1024 * 1024;
/** Bytes of decoded input taken at a time unless told otherwise. */
export const CHUNK: number = 1024 * 1024;
/** Deepest nesting of a record. */
export const MAX_DEPTH = 64;
