/** An edit of whole lines that repairs a finding, and where the finding is. */

export interface Fix {
  readonly title: string;
  /** 0-based, the first of the lines that are replaced. */
  readonly line: number;
  /** How many. */
  readonly count: number;
  /** What they are to be, without the last line break. */
  readonly text: string;
}

/** A place of a finding in the text as it is now, 0-based. */
export interface FixPlace {
  readonly line: number;
  readonly column: number;
}
