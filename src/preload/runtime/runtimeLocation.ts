/** The shadow of one location: its newest accesses, for deciding what reaches the trace (runtimeAccess.ts). */

/** One variable instance, property, entry or collection. */
export class Location {
  /** Number of the variable, 0 for anything else. */
  variable: number;
  /** Number in the trace, 0 while it is private to one segment. */
  id = 0;
  segment = -1;
  /** Newest epoch with a read, and the two sites that read last in it (-1: none). */
  readEpoch = -1;
  readSite = -1;
  readSite2 = -1;
  /** The same for writes. */
  writeEpoch = -1;
  writeSite = -1;
  writeSite2 = -1;
  /** Position of a repeated write that is not in the trace yet, -1 when there is none; then `pending` is its value (a hash if `pendingHashed`). */
  pendingPosition = -1;
  pending: unknown = undefined;
  pendingHashed = false;
  pendingHow = 0;
  pendingSite = 0;
  /** What a property held at its first access, where that was a read: LOCATION_HAD_VALUE, LOCATION_HAD_NOTHING, 0 where that is not known. */
  had = 0;
  /** What happened while it was private (runtimeAccess.ts). */
  saved: number[] | undefined = undefined;
  constructor(variable: number) {
    this.variable = variable;
  }
}
