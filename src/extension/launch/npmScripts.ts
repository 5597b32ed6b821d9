/** Scripts of package.json files, traced: from the NPM Scripts view, from the line above them, and from the palette. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import { COMMANDS, SETTINGS } from '../ids.ts';
import { t } from '../l10n.ts';
import { launch, type Launch } from './launch.ts';
import { type PackageScripts, packageScripts } from './packageScripts.ts';
import { problems } from '../problems.ts';
import { readEditorSettings } from '../settings.ts';

const MANIFESTS: vscode.DocumentSelector = { language: 'json', scheme: 'file', pattern: '**/package.json' };
const NOT_OURS = '**/node_modules/**';
const MOST_FILES = 200;
/** Those that are followed to the Node that they start. */
const MANAGERS = ['npm', 'yarn', 'pnpm'];

interface Script {
  /** Path of its package.json. */
  readonly file: string;
  readonly name: string;
}

/** What the NPM Scripts view gives to commands in the menu of a script. */
interface NpmItem {
  readonly task: { readonly definition: { readonly script?: string } };
  readonly package: { readonly resourceUri?: vscode.Uri };
}

/** Nothing: all scripts; a package.json: its scripts; or one script. */
export type OfScript = vscode.Uri | NpmItem | undefined;

/** Undefined when the user thinks better of it. Rejects with a UserProblem. */
export async function launchScript(of: OfScript): Promise<Launch | undefined> {
  const given = scriptOf(of);
  const script = given ?? (await chooseScript(of instanceof vscode.Uri ? [of] : await manifests()));
  if (script === undefined) return undefined;
  const cwd = path.dirname(script.file);
  const runtimeExecutable = await managerOf(cwd);
  return launch(script.file, t('Trace {0} run {1}', runtimeExecutable, script.name), {
    runtimeExecutable,
    runtimeArgs: ['run', script.name],
    cwd,
  });
}

/** Names of the scripts of a folder's package.json, in their order. */
export async function scriptsOf(folder: vscode.Uri): Promise<readonly string[]> {
  return (await readScripts(vscode.Uri.joinPath(folder, 'package.json').fsPath))?.names ?? [];
}

async function readScripts(file: string): Promise<PackageScripts | undefined> {
  return packageScripts(await readFile(file, 'utf8').catch(() => ''));
}

/** What runs the scripts of a folder: as the NPM Scripts view does it. */
export async function managerOf(folder: string): Promise<string> {
  const asked = vscode.commands.executeCommand<unknown>('npm.packageManager', vscode.Uri.file(folder));
  const manager = await Promise.resolve(asked).catch(() => undefined); // that extension is off
  return MANAGERS.find((each) => each === manager) ?? 'npm';
}

function scriptOf(of: OfScript): Script | undefined {
  if (of === undefined || of instanceof vscode.Uri) return undefined;
  const { script } = of.task.definition;
  const uri = of.package.resourceUri;
  return script !== undefined && uri?.scheme === 'file' ? { file: uri.fsPath, name: script } : undefined;
}

async function manifests(): Promise<readonly vscode.Uri[]> {
  const found = await vscode.workspace.findFiles('**/package.json', NOT_OURS, MOST_FILES);
  return found.toSorted((a, b) => a.path.split('/').length - b.path.split('/').length || (a.path < b.path ? -1 : 1));
}

async function chooseScript(files: readonly vscode.Uri[]): Promise<Script | undefined> {
  const found = files
    .filter((uri) => uri.scheme === 'file')
    .map(async ({ fsPath: file }) => {
      const scripts = await readScripts(file);
      const where = files.length > 1 ? `${vscode.workspace.asRelativePath(file)} · ` : '';
      return (scripts?.names ?? []).map((name, i) => ({ label: name, description: `${where}${scripts?.commands[i] ?? ''}`, file, name }));
    });
  const items = (await Promise.all(found)).flat();
  if (items.length === 0) throw problems.noScript();
  const options = { title: t('Trace Concurrency'), placeHolder: t('npm script to trace'), matchOnDescription: true };
  return vscode.window.showQuickPick(items, options);
}

/** One line above the scripts of a package.json, as js-debug has one. */
export class ScriptLenses implements vscode.CodeLensProvider, vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<void>();
  readonly onDidChangeCodeLenses = this.#changed.event;
  readonly #subscriptions: vscode.Disposable[];

  constructor() {
    this.#subscriptions = [
      this.#changed,
      vscode.languages.registerCodeLensProvider(MANIFESTS, this),
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration(SETTINGS.codeLens)) this.#changed.fire();
      }),
    ];
  }

  provideCodeLenses(document: vscode.TextDocument): vscode.CodeLens[] {
    if (!readEditorSettings(document).codeLens || !vscode.workspace.isTrusted) return [];
    const scripts = packageScripts(document.getText());
    if (scripts === undefined) return [];
    const range = new vscode.Range(scripts.line, 0, scripts.line, 0);
    return [new vscode.CodeLens(range, { title: `$(pulse) ${t('Trace')}`, command: COMMANDS.traceScript, arguments: [document.uri] })];
  }

  dispose(): void {
    for (const each of this.#subscriptions) each.dispose();
  }
}
