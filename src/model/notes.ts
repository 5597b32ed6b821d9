/** What a note of the reader must be: one limit and one order for the form, the file and the report. */
import type { TimelineNote } from './requests.ts';

/** Characters of a note. */
export const MAX_NOTE = 4000;

/** By the time that they are about. */
export function inOrder(notes: readonly TimelineNote[]): TimelineNote[] {
  return notes.toSorted((a, b) => a.fromNs - b.fromNs || a.toNs - b.toNs);
}
