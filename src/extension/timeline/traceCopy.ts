/** A private copy of a trace that is on no disk (a virtual workspace, a remote file system): the engine reads files. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import { notesFile } from '../../host/notes.ts';

export interface TraceCopy {
  readonly file: string;
  /** Removes it. */
  dispose(): void;
}

/** With the notes beside it, if there are any. Rejects when it cannot be read or written. */
export async function copyTrace(uri: vscode.Uri): Promise<TraceCopy> {
  const bytes = await vscode.workspace.fs.readFile(uri);
  // A trace is private, and so is the folder that this makes.
  const folder = await mkdtemp(path.join(tmpdir(), 'interleave-trace-'));
  const dispose = (): void => void rm(folder, { recursive: true, force: true }).catch(() => undefined);
  try {
    const file = path.join(folder, path.posix.basename(uri.path));
    await writeFile(file, bytes, { mode: 0o600 });
    const notes = await Promise.resolve(vscode.workspace.fs.readFile(uri.with({ path: notesFile(uri.path) }))).catch(() => undefined);
    if (notes) await writeFile(notesFile(file), notes, { mode: 0o600 });
    return { file, dispose };
  } catch (error) {
    dispose();
    throw error;
  }
}
