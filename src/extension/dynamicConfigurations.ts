/** The entry "Node.js: Trace Concurrency" of Run and Debug: a debug type without an adapter that resolves to js-debug's `node`. */
import { readFile } from 'node:fs/promises';
import * as vscode from 'vscode';
import type { Requests } from './debugConfiguration.ts';
import { DEBUG_PROPERTY, DEBUG_TYPE } from './ids.ts';
import { t } from './l10n.ts';
import { fileToTrace, launchFile } from './launch.ts';
import type { Log } from './log.ts';
import { showProblem } from './problems.ts';
import { readLevel } from './settings.ts';

const SCRIPTS = ['start', 'dev', 'serve', 'test'];

export function registerTraceType(requests: Requests, log: Log): vscode.Disposable {
  const { Initial, Dynamic } = vscode.DebugConfigurationProviderTriggerKind;
  // Resolving belongs to one of the two only: the editor asks every provider of a type.
  return vscode.Disposable.from(
    vscode.debug.registerDebugConfigurationProvider(
      DEBUG_TYPE,
      {
        provideDebugConfigurations: provide,
        resolveDebugConfiguration: (folder, configuration) => resolve(folder, configuration, requests, log),
      },
      Initial,
    ),
    vscode.debug.registerDebugConfigurationProvider(DEBUG_TYPE, { provideDebugConfigurations: provide }, Dynamic),
  );
}

/** The current file, and the scripts of package.json that usually start a program. */
async function provide(folder: vscode.WorkspaceFolder | undefined): Promise<vscode.DebugConfiguration[]> {
  // Asked once more for the user's settings, beside every folder.
  if (!folder && vscode.workspace.workspaceFolders?.length) return [];
  const current = { type: DEBUG_TYPE, request: 'launch', name: t('Trace Current File'), program: '${file}' };
  const scripts = folder ? await scriptsOf(folder) : [];
  const fromScripts = scripts.map((script) => ({
    type: DEBUG_TYPE,
    request: 'launch',
    name: t('Trace npm run {0}', script),
    runtimeExecutable: 'npm',
    runtimeArgs: ['run-script', script],
    cwd: '${workspaceFolder}',
  }));
  return [current, ...fromScripts];
}

async function scriptsOf(folder: vscode.WorkspaceFolder): Promise<string[]> {
  try {
    const manifest: unknown = JSON.parse(await readFile(vscode.Uri.joinPath(folder.uri, 'package.json').fsPath, 'utf8'));
    const scripts = typeof manifest === 'object' && manifest !== null && 'scripts' in manifest ? manifest.scripts : undefined;
    return typeof scripts === 'object' && scripts !== null ? SCRIPTS.filter((each) => each in scripts) : [];
  } catch {
    return []; // no package.json, or not JSON: npm would say the same
  }
}

/** Called again by the editor for the type that comes out: from there on it is js-debug's, and ours only for the injection. */
async function resolve(
  folder: vscode.WorkspaceFolder | undefined,
  configuration: vscode.DebugConfiguration,
  requests: Requests,
  log: Log,
): Promise<vscode.DebugConfiguration | undefined> {
  try {
    const { level, ...rest } = await complete(folder, configuration);
    const known = readLevel(level);
    requests.set(rest.name, { folder, configuration: { ...configuration, name: rest.name }, noDebug: configuration['noDebug'] === true });
    return { ...rest, type: 'node', [DEBUG_PROPERTY]: known ? { level: known } : true };
  } catch (error) {
    void showProblem(error, log);
    return undefined;
  }
}

/** F5 without any launch.json gives an empty configuration: the current file is meant. */
async function complete(folder: vscode.WorkspaceFolder | undefined, given: vscode.DebugConfiguration): Promise<vscode.DebugConfiguration> {
  const namesTarget = given['program'] || given['runtimeExecutable'] || given['runtimeArgs'];
  if (given.request && namesTarget && given['program'] !== '${file}') return given;
  const file = await fileToTrace();
  const { configuration } = await launchFile(file);
  const defined = Object.fromEntries(
    Object.entries(given).filter(([key, value]) => value !== '' && value !== undefined && key !== 'program'),
  );
  return { ...configuration, ...(folder ? { cwd: folder.uri.fsPath } : {}), ...defined, type: DEBUG_TYPE };
}
