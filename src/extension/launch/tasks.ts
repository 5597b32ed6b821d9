/** Tasks of type `interleave`: a command that runs under the command line of Interleave, its report read into the Problems panel. */
import path from 'node:path';
import * as vscode from 'vscode';
import { PROBLEM_MATCHER, TASK_TYPE } from '../ids.ts';
import { managerOf, scriptsOf } from './npmScripts.ts';
import { readSettings } from '../settings.ts';
import { taskArguments, type TaskProperties } from './taskArguments.ts';

type Definition = vscode.TaskDefinition & TaskProperties & { readonly cwd?: unknown };

/** `distDir`: of the bundles; the command line is one of them. */
export function registerTasks(distDir: string): vscode.Disposable {
  const cli = path.join(distDir, 'cli.js');
  return vscode.tasks.registerTaskProvider(TASK_TYPE, {
    provideTasks: async () => (await Promise.all((vscode.workspace.workspaceFolders ?? []).map((folder) => tasksOf(folder, cli)))).flat(),
    // The editor wants the very definition back.
    resolveTask: ({ definition, scope, name }) =>
      makeTask(definition as Definition, isFolder(scope) ? scope : vscode.workspace.workspaceFolders?.[0], name, cli),
  });
}

/** One for each script of the folder's package.json. */
async function tasksOf(folder: vscode.WorkspaceFolder, cli: string): Promise<vscode.Task[]> {
  if (folder.uri.scheme !== 'file') return [];
  const scripts = await scriptsOf(folder.uri);
  if (scripts.length === 0) return [];
  const manager = await managerOf(folder.uri.fsPath);
  return scripts.flatMap((script) => {
    const definition = { type: TASK_TYPE, command: manager, args: ['run', script] };
    return makeTask(definition, folder, `${manager} run ${script}`, cli) ?? [];
  });
}

function makeTask(definition: Definition, folder: vscode.WorkspaceFolder | undefined, name: string, cli: string): vscode.Task | undefined {
  const args = taskArguments(cli, { ...definition, level: definition.level ?? readSettings(folder).level });
  if (args === undefined) return undefined;
  const cwd = typeof definition.cwd === 'string' ? definition.cwd : folder?.uri.fsPath;
  // Not through a shell: what is written there is what the program gets.
  const execution = new vscode.ProcessExecution('node', args, cwd === undefined ? {} : { cwd });
  const task = new vscode.Task(definition, folder ?? vscode.TaskScope.Workspace, name, TASK_TYPE, execution, PROBLEM_MATCHER);
  task.detail = args.slice(args.indexOf('--') + 1).join(' ');
  return task;
}

function isFolder(scope: vscode.Task['scope']): scope is vscode.WorkspaceFolder {
  return typeof scope === 'object';
}
