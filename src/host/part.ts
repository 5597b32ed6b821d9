/** How much of a run is looked at at once. */

/** More events are not looked at at once: with their analysis they take some 1.2 GB. A server under full load writes as many in a minute. */
const MAX_EVENTS = 20e6;

/** The part of a run that is looked at. */
export interface Part {
  /** Milliseconds since the run began; without: from its beginning, and to its end. */
  readonly fromMs?: number | undefined;
  readonly untilMs?: number | undefined;
  /** What comes after so many events is not looked at. */
  readonly maxEvents?: number | undefined;
}

/** Tests have smaller traces. */
export function maxEventsAtOnce(env: NodeJS.ProcessEnv = process.env): number {
  const wanted = Number(env['INTERLEAVE_MAX_EVENTS']);
  return wanted > 0 ? wanted : MAX_EVENTS;
}
