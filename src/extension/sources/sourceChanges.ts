/** Where the lines of a run are by now: the one place that knows what happened to a file since, for diagnostics, hovers, links and excerpts alike. */
import fs from 'node:fs';
import * as vscode from 'vscode';
import { digestOfFile } from '../../host/digestOfFile.ts';
import { FileHistory, type Moved } from './fileHistory.ts';
import { type SourceLocation, toUri } from './locations.ts';
import type { TraceSource } from '../tracedRun.ts';

/** The files of one run, or of one opened trace. */
export type RanAt = Pick<TraceSource, 'report'> & Partial<Pick<TraceSource, 'id' | 'request'>> & { readonly startedAt?: number };

export class SourceChanges implements vscode.Disposable {
  /** By path. */
  readonly #files = new Map<string, FileHistory>();
  /** When a file was written that is what ran all the same (it was copied, or checked out again), ms: by run and file. */
  readonly #same = new Map<string, number>();
  /** Whether they are: by run, recorded name and when it was written. */
  readonly #compared = new Map<string, Promise<void>>();
  readonly #subscriptions: vscode.Disposable[];

  constructor() {
    for (const document of vscode.workspace.textDocuments) this.#opened(document);
    this.#subscriptions = [
      vscode.workspace.onDidOpenTextDocument((document) => this.#opened(document)),
      vscode.workspace.onDidChangeTextDocument((event) => this.#edited(event)),
      vscode.workspace.onDidSaveTextDocument((document) => this.#files.get(document.uri.fsPath)?.saved(mtimeOf(document.uri))),
      vscode.workspace.onDidCloseTextDocument((document) => this.#files.get(document.uri.fsPath)?.dropped()),
    ];
  }

  /** Where a place of a run is now. */
  now(place: SourceLocation, ran: RanAt | undefined): Moved {
    const uri = toUri(place);
    return this.#historyOf(uri).now(Math.max(0, place.line - 1), Math.max(0, place.column - 1), this.#lastSame(uri, ran), mtimeOf(uri));
  }

  /** The same, after a look whether a file that is newer than the run is another one: a fresh checkout of what ran is not. */
  async look(place: SourceLocation, ran: RanAt | undefined): Promise<Moved> {
    await this.compare(place.file, ran);
    return this.now(place, ran);
  }

  /** Where a 0-based line of a file was in a run. */
  past(uri: vscode.Uri, line: number, character: number, ran: RanAt | undefined): Moved {
    return this.#historyOf(uri).past(line, character, this.#lastSame(uri, ran), mtimeOf(uri));
  }

  /** Looks, once each time it was written, whether a file that is newer than the run has the text that ran. `recorded`: its name in the trace. */
  async compare(recorded: string, ran: RanAt | undefined): Promise<void> {
    const uri = toUri({ file: recorded, line: 1, column: 1 });
    const writtenMs = mtimeOf(uri);
    if (ran?.request === undefined || !(writtenMs > msOf(ran))) return;
    const key = `${ran.id ?? ''} ${recorded} ${writtenMs}`;
    const compared = this.#compared.get(key) ?? this.#compare(uri, ran.request({ type: 'sourceDigest', file: recorded }), ran);
    this.#compared.set(key, compared);
    await compared;
  }

  async #compare(uri: vscode.Uri, digest: Promise<unknown>, ran: RanAt): Promise<void> {
    const writtenMs = mtimeOf(uri);
    const isSame = await digest.then((then) => then !== '' && then === digestOfFile(uri.fsPath)).catch(() => false);
    if (isSame) this.#same.set(keyOf(uri, ran), writtenMs);
  }

  /** Until when a file is known to have been what ran, ms. */
  #lastSame(uri: vscode.Uri, ran: RanAt | undefined): number {
    return Math.max(msOf(ran), this.#same.get(keyOf(uri, ran)) ?? 0);
  }

  dispose(): void {
    for (const each of this.#subscriptions) each.dispose();
  }

  #historyOf(uri: vscode.Uri): FileHistory {
    // Never open in this editor: what the disk says is all that there is to know.
    return this.#files.get(uri.fsPath) ?? new FileHistory(mtimeOf(uri));
  }

  #opened({ uri, isDirty }: vscode.TextDocument): void {
    if (uri.scheme !== 'file') return;
    const known = this.#files.get(uri.fsPath);
    if (known) known.reopened(mtimeOf(uri), isDirty);
    else this.#files.set(uri.fsPath, new FileHistory(mtimeOf(uri), isDirty));
  }

  #edited({ document, contentChanges }: vscode.TextDocumentChangeEvent): void {
    const history = this.#files.get(document.uri.fsPath);
    if (!history || document.uri.scheme !== 'file') return;
    if (contentChanges.length === 0) {
      if (!document.isDirty) history.clean(mtimeOf(document.uri));
      return;
    }
    history.edited(
      contentChanges.map(({ range: { start, end }, text }) => ({
        startLine: start.line,
        startCharacter: start.character,
        endLine: end.line,
        endCharacter: end.character,
        text,
      })),
    );
    // Another wrote the file, and the editor read it again. (Of an edit it may say that the document is dirty a moment later.)
    if (!document.isDirty) history.readAgain(mtimeOf(document.uri));
  }
}

/** When the program began to run; NaN when nobody knows. */
function msOf(ran: RanAt | undefined): number {
  return Date.parse(ran?.report?.run.startedAt ?? '') || (ran?.startedAt ?? Number.NaN);
}

function keyOf(uri: vscode.Uri, ran: RanAt | undefined): string {
  return `${ran?.id ?? ''} ${uri.fsPath}`;
}

/** 0 for what is not there. */
function mtimeOf(uri: vscode.Uri): number {
  try {
    return uri.scheme === 'file' ? fs.statSync(uri.fsPath).mtimeMs : 0;
  } catch {
    return 0;
  }
}
