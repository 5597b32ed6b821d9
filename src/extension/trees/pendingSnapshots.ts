/** Take Snapshot and Compare with Snapshot of the tree "Pending & Why": what is new, what is gone, and what has not moved since. */
import * as vscode from 'vscode';
import type { Dumps } from '../exports/dump.ts';
import { CONTEXT } from '../ids.ts';
import { t } from '../l10n.ts';
import { describePlace } from '../sources/locations.ts';
import { changesAsText, type Snapshot } from './pendingChanges.ts';
import { formatAge } from './pendingText.ts';
import { problems } from '../problems.ts';

export class PendingSnapshots {
  readonly #now: () => Promise<Snapshot | undefined>;
  readonly #dumps: Dumps;
  #taken: Snapshot | undefined;

  /** `now`: what the tree shows; undefined where there is no run. */
  constructor(now: () => Promise<Snapshot | undefined>, dumps: Dumps) {
    this.#now = now;
    this.#dumps = dumps;
  }

  /** Rejects with a UserProblem. */
  async take(): Promise<void> {
    const now = await this.#now();
    if (!now) throw problems.noRun();
    this.#taken = now;
    void vscode.commands.executeCommand('setContext', CONTEXT.hasSnapshot, true);
    const tasks = now.pending.reduce((sum, node) => sum + node.count, 0);
    const text =
      tasks === 1
        ? t('Snapshot at {0}: 1 task waits.', formatAge(now.atMs))
        : t('Snapshot at {0}: {1} tasks wait.', formatAge(now.atMs), tasks);
    vscode.window.setStatusBarMessage(text, 5000);
  }

  /** Rejects with a UserProblem. */
  async compare(): Promise<void> {
    const now = await this.#now();
    if (!now) throw problems.noRun();
    if (!this.#taken) throw problems.noSnapshot();
    await this.#dumps.show(t('Pending since the snapshot'), changesAsText(this.#taken, now, describePlace, t));
  }
}
