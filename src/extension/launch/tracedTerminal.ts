/** A terminal whose Node programs are traced: from the menu of new terminals, or by the command. It has no debugger; its run ends when it is closed. */
import * as vscode from 'vscode';
import { OPTIONS_VARIABLE } from '../../host/inject.ts';
import { TERMINAL_PROFILE } from '../ids.ts';
import { t } from '../l10n.ts';
import { assertCanRun } from './launch.ts';
import { problems } from '../problems.ts';
import type { Runs } from '../runs.ts';
import { readSettings } from '../settings.ts';
import type { TracedRun } from '../tracedRun.ts';

export class TracedTerminals implements vscode.Disposable {
  readonly #runs: Runs;
  /** Prepared, and their terminals not there yet: by what only theirs has in its environment. */
  readonly #waiting = new Map<string, TracedRun>();
  readonly #subscriptions: vscode.Disposable[];

  constructor(runs: Runs) {
    this.#runs = runs;
    this.#subscriptions = [
      vscode.window.registerTerminalProfileProvider(TERMINAL_PROFILE, {
        provideTerminalProfile: async () => new vscode.TerminalProfile(await this.#options()),
      }),
      vscode.window.onDidOpenTerminal((terminal) => this.#opened(terminal)),
    ];
  }

  /** Rejects with a UserProblem. */
  async open(): Promise<boolean> {
    const terminal = vscode.window.createTerminal(await this.#options());
    // The editor tells of it later: it can be stopped from now on.
    this.#opened(terminal);
    terminal.show();
    return true;
  }

  dispose(): void {
    for (const each of this.#subscriptions) each.dispose();
  }

  async #options(): Promise<vscode.TerminalOptions> {
    assertCanRun();
    const folder = folderInUse();
    if (folder && folder.uri.scheme !== 'file') throw problems.virtual();
    const name = t('Traced Terminal');
    const cwd = folder?.uri.fsPath;
    const run = await this.#runs.prepare({
      title: name,
      command: [name],
      cwd: cwd ?? process.cwd(),
      level: readSettings(folder).level,
      debugged: false,
      // A debugger that attaches by itself is one that the user wants.
      detach: false,
      request: { folder, configuration: name, noDebug: true, start: () => this.open() },
    });
    const own = inheritedNodeOptions();
    const env = run.injectEnv(own ? { NODE_OPTIONS: own } : {});
    this.#waiting.set(env[OPTIONS_VARIABLE] ?? '', run);
    return { name, env, iconPath: new vscode.ThemeIcon('pulse'), ...(cwd === undefined ? {} : { cwd }) };
  }

  #opened(terminal: vscode.Terminal): void {
    const { env } = terminal.creationOptions as vscode.TerminalOptions; // SAFETY: a terminal without a process has no `env`
    const key = env?.[OPTIONS_VARIABLE] ?? '';
    const run = this.#waiting.get(key);
    if (run === undefined) return;
    this.#waiting.delete(key);
    this.#runs.carriedBy(run, terminal);
  }
}

/** That of the active editor, else the first one. */
function folderInUse(): vscode.WorkspaceFolder | undefined {
  const active = vscode.window.activeTextEditor?.document.uri;
  return (active && vscode.workspace.getWorkspaceFolder(active)) ?? vscode.workspace.workspaceFolders?.[0];
}

/** What the terminal would have without us: ours is appended to it. */
function inheritedNodeOptions(): string | undefined {
  const system = process.platform === 'win32' ? 'windows' : process.platform === 'darwin' ? 'osx' : 'linux';
  const configured = vscode.workspace.getConfiguration('terminal.integrated.env').get<Record<string, string | null>>(system);
  const value = configured?.['NODE_OPTIONS'];
  return value === undefined ? process.env['NODE_OPTIONS'] : (value ?? undefined);
}
