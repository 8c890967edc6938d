/** How a table of events holds the fields of records. */
export interface SqlTable {
  /** Where a field stands, however its name is cased; `undefined` when the table does not tell. */
  readonly field: (name: string) => SqlField | undefined;
  /**
   * A condition that is true only of rows for which `field` keeps its word: every field it knows is, if it is there,
   * one text, boolean or whole number that a double holds (for `many`, one in each object of one list), under that name
   * and no other that the engine would find.
   */
  readonly plain: string;
  /** The field that most rules ask for one of few values, which is the cheapest to look at. */
  readonly pivot?: string;
  /** `lowerUTF8` and `upperUTF8` follow Unicode in full (ß becomes SS), as they do with ICU. */
  readonly folds?: boolean;
  /** The record's JSON text, of type String. */
  readonly text?: string;
}

/** The same, as correlations ask it. */
export interface SqlEvents extends SqlTable {
  /** Its name. */
  readonly name: string;
  /** An expression of type Int64: when the event happened, in milliseconds. */
  readonly ms: string;
}

/** One field in SQL. */
export interface SqlField {
  /**
   * An expression of type String, never NULL: the field's text, `""` when it is absent or null. For `many`, of type
   * Array(String), one text for each object of the list.
   */
  readonly sql: string;
  readonly many?: boolean;
  /** Its texts hold ASCII characters only. */
  readonly ascii?: boolean;
  /** Texts for which `sql` gives `""` all the same. */
  readonly hidden?: readonly string[];
  /** An expression like `sql` that gives the hidden texts too, and may cost more. */
  readonly whole?: string;
  /** Every text that `sql` gives in the rows that are asked, where they are few: then the engine says which pass. */
  readonly texts?: readonly string[];
  /**
   * An expression of type DateTime or DateTime64 in UTC: the time that the text is, which is always a date and a time in
   * UTC as RFC 3339 writes it.
   */
  readonly time?: string;
  /** An expression of type UInt8: the field is there and not null. Without it `""` may be an absent field. */
  readonly filled?: string;
}
