/** Source lines for the timeline's explanations: only those that are what ran, and of foreign traces only inside the workspace. */
import fs from 'node:fs';
import * as vscode from 'vscode';
import type { SourcePlace } from '../../model/requests.ts';
import { isOwn, toUri } from './locations.ts';
import type { SourceChanges } from './sourceChanges.ts';
import type { TraceSource } from '../tracedRun.ts';

const MAX_PLACES = 100;
const MAX_BYTES = 4 << 20;
const MAX_LINE = 200;

/** One text for each place, '' where there is nothing to show. */
export async function readLines(
  places: readonly SourcePlace[],
  { source, untrusted, changes }: { readonly source: TraceSource; readonly untrusted: boolean; readonly changes: SourceChanges },
): Promise<string[]> {
  const wanted = places.slice(0, MAX_PLACES);
  for (const file of new Set(wanted.map((place) => place.file))) await changes.compare(file, source);
  const files = new Map<string, readonly string[]>();
  return wanted.map((place) => {
    // Other lines than those that ran would mislead; also when nobody knows when that was.
    const { line, state } = changes.now(place, source);
    if (state !== 'same') return '';
    let lines = files.get(place.file);
    if (lines === undefined) files.set(place.file, (lines = linesOf(toUri(place), untrusted)));
    return (lines[line] ?? '').slice(0, MAX_LINE);
  });
}

function linesOf(uri: vscode.Uri, untrusted: boolean): readonly string[] {
  if (uri.scheme !== 'file' || (untrusted && !isOwn(uri))) return [];
  const open = vscode.workspace.textDocuments.find((each) => each.uri.scheme === 'file' && each.uri.fsPath === uri.fsPath);
  try {
    const stat = fs.statSync(uri.fsPath);
    if (!stat.isFile() || stat.size > MAX_BYTES) return [];
    return (open?.getText() ?? fs.readFileSync(uri.fsPath, 'utf8')).split(/\r?\n/);
  } catch {
    return [];
  }
}
