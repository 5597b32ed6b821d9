/** Source lines for the timeline's explanations: of files that have not changed since the run, and of foreign traces only inside the workspace. */
import fs from 'node:fs';
import * as vscode from 'vscode';
import type { SourcePlace } from '../model/requests.ts';
import { toUri } from './locations.ts';
import type { TraceSource } from './tracedRun.ts';

const MAX_PLACES = 100;
const MAX_BYTES = 4 << 20;
const MAX_LINE = 200;

/** One text for each place, '' where there is nothing to show. */
export function readLines(
  places: readonly SourcePlace[],
  { source, untrusted }: { readonly source: TraceSource; readonly untrusted: boolean },
): string[] {
  const ranAt = Date.parse(source.report?.run.startedAt ?? '');
  const files = new Map<string, readonly string[]>();
  return places.slice(0, MAX_PLACES).map((place) => {
    const { file, line } = place;
    let lines = files.get(file);
    if (lines === undefined) files.set(file, (lines = linesOf(toUri(place), ranAt, untrusted)));
    return (lines[line - 1] ?? '').slice(0, MAX_LINE);
  });
}

function linesOf(uri: vscode.Uri, ranAt: number, untrusted: boolean): readonly string[] {
  if (uri.scheme !== 'file' || (untrusted && !vscode.workspace.getWorkspaceFolder(uri))) return [];
  try {
    const stat = fs.statSync(uri.fsPath);
    // Other lines than those that ran would mislead; also when nobody knows when that was.
    const isAsItRan = stat.isFile() && stat.size <= MAX_BYTES && stat.mtimeMs <= ranAt;
    return isAsItRan ? fs.readFileSync(uri.fsPath, 'utf8').split(/\r?\n/) : [];
  } catch {
    return [];
  }
}
