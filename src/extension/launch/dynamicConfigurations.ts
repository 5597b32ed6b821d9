/** The entry "Node.js: Trace Concurrency" of Run and Debug: a debug type without an adapter that resolves to js-debug's `node`. */
import * as vscode from 'vscode';
import { checkKinds, levelOf, readAsked, type Requests } from './debugConfiguration.ts';
import { DEBUG_PROPERTY, DEBUG_TYPE } from '../ids.ts';
import { t } from '../l10n.ts';
import { fileToTrace, launchFile } from './launch.ts';
import type { Log } from '../log.ts';
import { managerOf, scriptsOf } from './npmScripts.ts';
import { showProblem } from '../problems.ts';

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

/** The current file, and the scripts of package.json. */
async function provide(folder: vscode.WorkspaceFolder | undefined): Promise<vscode.DebugConfiguration[]> {
  // Asked once more for the user's settings, beside every folder.
  if (!folder && vscode.workspace.workspaceFolders?.length) return [];
  const current = { type: DEBUG_TYPE, request: 'launch', name: t('Trace Current File'), program: '${file}' };
  const scripts = folder?.uri.scheme === 'file' ? await scriptsOf(folder.uri) : [];
  const manager = folder && scripts.length > 0 ? await managerOf(folder.uri.fsPath) : '';
  const fromScripts = scripts.map((script) => ({
    type: DEBUG_TYPE,
    request: 'launch',
    name: t('Trace {0} run {1}', manager, script),
    runtimeExecutable: manager,
    runtimeArgs: ['run', script],
    cwd: '${workspaceFolder}',
  }));
  return [current, ...fromScripts];
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
    const known = levelOf(level) ?? readAsked(rest[DEBUG_PROPERTY]);
    requests.set(rest.name, { folder, configuration: { ...configuration, name: rest.name }, noDebug: configuration['noDebug'] === true });
    return { ...rest, type: 'node', [DEBUG_PROPERTY]: known ? { level: known } : true };
  } catch (error) {
    void showProblem(error, log);
    return undefined;
  }
}

/** F5 without any launch.json gives an empty configuration: the current file is meant. */
async function complete(folder: vscode.WorkspaceFolder | undefined, given: vscode.DebugConfiguration): Promise<vscode.DebugConfiguration> {
  checkKinds(given);
  const namesTarget = given['program'] || given['runtimeExecutable'] || given['runtimeArgs'];
  if (given.request && namesTarget && given['program'] !== '${file}') return given;
  const file = await fileToTrace();
  const { configuration } = await launchFile(file);
  const defined = Object.fromEntries(
    Object.entries(given).filter(([key, value]) => value !== '' && value !== undefined && key !== 'program'),
  );
  return { ...configuration, ...(folder ? { cwd: folder.uri.fsPath } : {}), ...defined, type: DEBUG_TYPE };
}
