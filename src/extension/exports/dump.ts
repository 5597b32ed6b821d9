/** Who waits for whom, or all of a run, as text: in a read-only editor, or for an issue. */
import * as vscode from 'vscode';
import type { Report } from '../../analysis/finding.ts';
import type { RowsReply, RowsRequest } from '../../model/requests.ts';
import { DUMP_SCHEME } from '../ids.ts';
import { t } from '../l10n.ts';
import { describePlace } from '../sources/locations.ts';
import { runAsText } from './runText.ts';
import { pendingAsText } from '../trees/pendingText.ts';
import { problems } from '../problems.ts';
import type { Shown } from '../shown.ts';

/** As a timeline shows them that nobody has touched. */
const ALL_ROWS: RowsRequest = {
  type: 'rows',
  toggled: [],
  pinned: [],
  hidden: [],
  filter: '',
  hideOthers: false,
  justMyCode: true,
  only: [],
  limit: 1000,
};

export class Dumps implements vscode.TextDocumentContentProvider, vscode.Disposable {
  readonly #texts = new Map<string, string>();
  readonly #shown: Shown;
  readonly #subscriptions: vscode.Disposable[];
  #count = 0;

  constructor(shown: Shown) {
    this.#shown = shown;
    this.#subscriptions = [
      vscode.workspace.registerTextDocumentContentProvider(DUMP_SCHEME, this),
      vscode.workspace.onDidCloseTextDocument((document) => this.#texts.delete(document.uri.toString())),
    ];
  }

  provideTextDocumentContent(uri: vscode.Uri): string {
    return this.#texts.get(uri.toString()) ?? '';
  }

  /** Rejects with a UserProblem when there is nothing to tell. */
  async open(): Promise<void> {
    const source = this.#shown.source;
    if (!source) throw problems.noRun();
    const report = (await source.request({ type: 'report' })) as Report; // SAFETY: the engine's answer to this request
    await this.show(t('Pending tasks'), pendingAsText(report, source.live, describePlace, t));
  }

  /** All of the run in words. Rejects with a UserProblem when there is none. */
  async openRun(): Promise<void> {
    const source = this.#shown.source;
    if (!source) throw problems.nothingToRead();
    const report = (await source.request({ type: 'report' })) as Report; // SAFETY: the engine's answer to this request
    const { rows } = (await source.request(ALL_ROWS)) as RowsReply; // SAFETY: the engine's answer to this request
    await this.show(
      t('Run in words'),
      runAsText({ report, live: source.live, wasStopped: source.wasStopped, rows, place: describePlace }, t),
      'md',
    );
  }

  /** In a read-only editor of its own. */
  async show(title: string, text: string, ending = 'txt'): Promise<void> {
    this.#count += 1;
    const uri = vscode.Uri.from({ scheme: DUMP_SCHEME, path: `/${title} ${this.#count}.${ending}` });
    this.#texts.set(uri.toString(), text);
    await vscode.window.showTextDocument(uri, { preview: true });
  }

  /** As others may see it, set as code. Rejects with a UserProblem when there is nothing to tell. */
  async copy(): Promise<void> {
    const source = this.#shown.source;
    if (!source) throw problems.noRun();
    const report = (await source.request({ type: 'private', request: { type: 'report' } })) as Report; // SAFETY: the engine's answer to this request
    // The issue may be read anywhere: in English, like findings.
    await vscode.env.clipboard.writeText(`\`\`\`text\n${pendingAsText(report, source.live, describePlace)}\`\`\`\n`);
    vscode.window.setStatusBarMessage(t('Pending tasks are in the clipboard. Keys, hosts and query strings in them are hashes.'), 5000);
  }

  dispose(): void {
    for (const each of this.#subscriptions) each.dispose();
  }
}
