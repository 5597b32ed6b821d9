/** The reader's notes on a trace: a small JSON file beside it, never in it. What is in the file may be of any origin. */
import fs from 'node:fs';
import { inOrder, MAX_NOTE } from '../model/notes.ts';
import type { TimelineNote } from '../model/requests.ts';

const NOTES_VERSION = 1;
const MAX_NOTES = 1000;
const MAX_BYTES = 8 << 20;

/** `run.ilv` → `run.ilv.notes.json`. */
export function notesFile(tracePath: string): string {
  return `${tracePath}.notes.json`;
}

/** Empty when there are none, or what is there cannot be understood. */
export function readNotes(tracePath: string): TimelineNote[] {
  try {
    const file = notesFile(tracePath);
    if (fs.statSync(file).size > MAX_BYTES) return [];
    const { version, notes } = JSON.parse(fs.readFileSync(file, 'utf8')) as { readonly version?: unknown; readonly notes?: unknown };
    return version === NOTES_VERSION ? checkedNotes(notes) : [];
  } catch {
    return [];
  }
}

/** Throws when the folder cannot be written; no notes need no file. */
export function writeNotes(tracePath: string, notes: unknown): void {
  const checked = checkedNotes(notes);
  const file = notesFile(tracePath);
  if (checked.length === 0) fs.rmSync(file, { force: true });
  else fs.writeFileSync(file, `${JSON.stringify({ version: NOTES_VERSION, notes: checked }, undefined, 2)}\n`, { mode: 0o600 });
}

/** Those that have the shape of a note, by time. */
export function checkedNotes(notes: unknown): TimelineNote[] {
  if (!Array.isArray(notes)) return [];
  const checked: TimelineNote[] = [];
  for (const each of notes.slice(0, MAX_NOTES) as readonly unknown[]) {
    if (typeof each !== 'object' || each === null) continue;
    const { fromNs, toNs, row, task, text } = each as Partial<Record<keyof TimelineNote, unknown>>;
    if (!isTime(fromNs) || !isTime(toNs) || toNs < fromNs || typeof text !== 'string' || text === '') continue;
    checked.push({
      fromNs,
      toNs,
      row: Number.isInteger(row) && (row as number) >= 0 ? (row as number) : -1,
      task: typeof task === 'string' ? task.slice(0, MAX_NOTE) : '',
      text: text.slice(0, MAX_NOTE),
    });
  }
  return inOrder(checked);
}

function isTime(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0;
}
