/**
 * The control channel: a Unix socket (named pipe on Windows) of the host in the private folder of the run. One JSON document a line, UTF-8, both ways.
 * The first line from whoever connects is a Hello with the run's token; anything else, or nothing within 5 s, and the connection is dropped without an answer.
 * It carries commands and wake-ups only, never events: a program whose host has gone loses nothing.
 */
export type Hello =
  /** The watchdog of a traced process: receives Commands, answers each with a Reply. */
  | { readonly hello: 'interleave'; readonly token: string; readonly pid: number; readonly node: string }
  /** Another command of the same user (`interleave dump`): sends Requests, receives Answers. */
  | { readonly hello: 'client'; readonly token: string };

export interface Command {
  readonly id: number;
  /**
   * - `flush`: append every frame of the process to the log; answer when it is written.
   * - `dump`: the same, for a report that is wanted now.
   * - `stop`: flush, then stop recording for good (the program goes on).
   */
  readonly cmd: 'flush' | 'dump' | 'stop';
}

export interface Reply {
  readonly id: number;
  readonly ok: boolean;
}

export interface Request {
  readonly id: number;
  readonly request: 'report';
}

/** `value`: the Report as it is now, as it is shown and as others may see it: `{ report, privateReport }`. */
export interface Answer {
  readonly id: number;
  readonly value?: unknown;
  /** One sentence when there is no value. */
  readonly error?: string;
}

/** A line longer than this is dropped together with its connection (host side; Answers to clients may be longer). */
export const MAX_LINE_BYTES = 64 << 10;
