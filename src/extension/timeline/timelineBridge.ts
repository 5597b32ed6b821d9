/** Ties one timeline webview to the run or trace that it shows: requests to the engine, news of the run, and what the page asks of the editor. */
import * as vscode from 'vscode';
import { explainErrno } from '../../host/errors.ts';
import { notesFile, readNotes, writeNotes } from '../../host/notes.ts';
import type { SourcePlace } from '../../model/requests.ts';
import {
  type Answer,
  type HostMessage,
  PROTOCOL_VERSION,
  type TimelineAction,
  type ViewMessage,
  type ViewState,
} from '../../view/protocol.ts';
import { exportSvg } from '../exports/exportSvg.ts';
import type { Moved } from '../sources/fileHistory.ts';
import { COMMANDS, CONTEXT, VIEWS } from '../ids.ts';
import { wordsOfFailure } from '../recorded.ts';
import { describeChange, describePlace, isOwn, openLocation, toUri } from '../sources/locations.ts';
import type { Log } from '../log.ts';
import { problems, reasonOf, showProblem } from '../problems.ts';
import { onDidChangeViewSettings, readViewSettings } from '../settings.ts';
import type { SourceChanges } from '../sources/sourceChanges.ts';
import { isHere, onDidChangeFolders } from '../sources/sourceFolders.ts';
import { readLines } from '../sources/sourceLines.ts';
import { suppressFinding } from '../findings/suppress.ts';
import type { TraceSource } from '../tracedRun.ts';

/** Key of the last state of a timeline in the workspace's storage. */
const STATE_KEY = 'timeline.state';

/** What a timeline can be asked to show. */
export type Selection =
  | { readonly finding: string; readonly explain: boolean }
  | { readonly place: SourcePlace }
  | { readonly row: number; readonly ns: number };

export interface BridgeOptions {
  readonly webview: vscode.Webview;
  readonly source: TraceSource;
  readonly log: Log;
  readonly storage: vscode.Memento;
  readonly changes: SourceChanges;
  /** Where source lines are opened. */
  readonly column: () => vscode.ViewColumn;
  /** The trace was not recorded by this window. */
  readonly untrusted: boolean;
  /** Notes can be written beside the trace: yes, unless said. */
  readonly keepsNotes?: boolean;
  /** Another part of the run can be shown. */
  readonly canChoosePart?: boolean;
  /** The time that is selected, ns since the run began. */
  readonly moment: (ns: number | undefined) => void;
  /** Gives the page the keyboard, where it does not get it otherwise. */
  readonly focus?: () => void;
}

export class TimelineBridge implements vscode.Disposable {
  readonly #options: BridgeOptions;
  readonly #subscriptions: vscode.Disposable[];
  #ready = false;
  /** A file is not here, or is none of the workspace: what to do about it is being asked. */
  #isAsking = false;
  /** How many pages have come up: what one has asked is no answer for the next. */
  #pages = 0;
  #actions: readonly TimelineAction[] = [];
  #isDisposed = false;
  /** Wanted before the page was ready. */
  #selected: Selection | undefined;

  constructor(options: BridgeOptions) {
    this.#options = options;
    const { webview, source } = options;
    this.#subscriptions = [
      webview.onDidReceiveMessage((message: unknown) => this.#receive(message)),
      source.onDidProgress(() => this.refresh()),
      source.onDidReport(() => this.#post({ type: 'report' })),
      onDidChangeFolders(() => this.#post({ type: 'report' })),
      onDidChangeViewSettings(() => this.#post({ type: 'settings', settings: readViewSettings() })),
      vscode.window.onDidChangeActiveColorTheme(() => this.#post({ type: 'theme' })),
    ];
  }

  /** Brings a finding, what happened at a line, or a row into sight: now, or when the page is there. */
  select(what: Selection, takeFocus = false): void {
    if (takeFocus) this.#options.focus?.();
    if (this.#ready) this.#post({ type: 'select', ...what });
    else this.#selected = what;
  }

  /** What keys do in the page; empty while there is no page. */
  get actions(): readonly TimelineAction[] {
    return this.#ready ? this.#actions : [];
  }

  /** Does one of `actions`. */
  act(name: string): void {
    this.#post({ type: 'action', name });
  }

  /** The page is gone until it is shown again, and then starts anew. */
  hidden(): void {
    this.#ready = false;
  }

  /** There is more to see, or the run changed its state. */
  refresh(): void {
    const { progress, settled, opening } = this.#options.source;
    const lastWords = wordsOfFailure(this.#options.source);
    this.#post({ type: 'progress', live: !settled && opening === undefined, events: progress?.events ?? 0, opening, lastWords });
  }

  dispose(): void {
    this.#isDisposed = true;
    for (const each of this.#subscriptions) each.dispose();
  }

  #receive(message: unknown): void {
    // SAFETY: our own page is the only sender; what it should not send falls through to the log.
    const from = message as ViewMessage;
    const { storage, log } = this.#options;
    switch (from.type) {
      case 'ready':
        this.#start(from.version);
        this.#actions = from.actions;
        break;
      case 'requests':
        void this.#answer(from.requests);
        break;
      case 'lines':
        void readLines(from.places, this.#options).then((reply) => this.#post({ type: 'answers', answers: [{ id: from.id, reply }] }));
        break;
      case 'openSource':
        this.#open(from);
        break;
      case 'saveState':
        void storage.update(STATE_KEY, from.state);
        break;
      case 'saveNotes':
        this.#keep(from.notes);
        break;
      case 'copy':
        void vscode.env.clipboard.writeText(from.text);
        break;
      case 'exportSvg':
        exportSvg(this.#options.source, this.#options.changes, from.finding).catch((error: unknown) =>
          showProblem(error, log, COMMANDS.exportSvg),
        );
        break;
      case 'suppress':
        suppressFinding(from.finding, this.#lineOf(from.finding.locations[0])).catch((error: unknown) =>
          showProblem(error, log, COMMANDS.suppress),
        );
        break;
      case 'showPending':
        void vscode.commands.executeCommand(`${VIEWS.pending}.focus`);
        break;
      case 'choosePart':
        void vscode.commands.executeCommand(COMMANDS.choosePart);
        break;
      case 'openDocs':
        void vscode.commands.executeCommand(COMMANDS.showHelp, from.help.split('#')[1] ?? '');
        break;
      case 'moment':
        this.#options.moment(from.ns ?? undefined);
        break;
      case 'focus':
        void vscode.commands.executeCommand('setContext', CONTEXT.timelineFocused, from.focused);
        break;
      default:
        log.warn('webview.message', { type: String((message as { type?: unknown }).type) });
    }
  }

  #start(version: number): void {
    const { source, storage, log } = this.#options;
    if (version !== PROTOCOL_VERSION) {
      log.warn('webview.message', { type: 'ready', version });
      void showProblem(problems.oldView(), log);
      return;
    }
    this.#ready = true;
    this.#pages++;
    const state = storage.get<ViewState>(STATE_KEY) ?? null;
    this.#post({
      type: 'init',
      version: PROTOCOL_VERSION,
      trace: source.id,
      live: !source.settled && source.opening === undefined,
      opening: source.opening,
      settings: readViewSettings(),
      state: state?.trace === source.id ? state : null,
      notes: { list: readNotes(source.tracePath), writable: this.#options.keepsNotes !== false },
      canChoosePart: this.#options.canChoosePart === true,
    });
    this.refresh();
    if (this.#selected) this.#post({ type: 'select', ...this.#selected });
    this.#selected = undefined;
  }

  #keep(notes: unknown): void {
    const { source, log } = this.#options;
    try {
      writeNotes(source.tracePath, notes);
    } catch (error) {
      void showProblem(problems.notesNotKept(notesFile(source.tracePath), explainErrno(error)), log);
    }
  }

  async #answer(requests: Extract<ViewMessage, { type: 'requests' }>['requests']): Promise<void> {
    const page = this.#pages;
    const answers = await Promise.all(requests.map(({ id, request }) => this.#ask(id, request)));
    if (page === this.#pages) this.#post({ type: 'answers', answers });
  }

  async #ask(id: number, request: unknown): Promise<Answer> {
    try {
      return { id, reply: await this.#options.source.request(request) };
    } catch (error) {
      // Else the page is gone, and what it asked for with it.
      if (!this.#isDisposed) this.#options.log.error('webview.failed', error);
      return { id, error: reasonOf(error) };
    }
  }

  #open({ place, preserveFocus, side }: Extract<ViewMessage, { type: 'openSource' }>): void {
    const { log, column, untrusted, changes, source } = this.#options;
    const moved = (): Promise<Moved> => changes.look(place, source);
    const options = { preserveFocus, column: side ? vscode.ViewColumn.Beside : column(), untrusted, moved };
    const asks = !isHere(place.file) || (untrusted && !isOwn(toUri(place)));
    // Who only moves about is asked one thing at a time.
    if (asks && preserveFocus && this.#isAsking) return;
    this.#isAsking ||= asks;
    const opened = openLocation(place, options).then(
      () => {
        const message = describeChange(changes.now(place, source));
        if (message !== '') this.#post({ type: 'notice', message: `${describePlace(place)}: ${message}` });
      },
      (error: unknown) => showProblem(error, log, COMMANDS.openPlace),
    );
    if (asks) void opened.finally(() => (this.#isAsking = false));
  }

  /** 0-based, where a place is by now. */
  #lineOf(place: SourcePlace | undefined): number | undefined {
    return place && this.#options.changes.now(place, this.#options.source).line;
  }

  #post(message: HostMessage): void {
    // A page that is hidden, or not there yet, gets nothing: it asks for everything when it is there.
    if (this.#isDisposed || !this.#ready) return;
    void this.#options.webview.postMessage(message);
  }
}
