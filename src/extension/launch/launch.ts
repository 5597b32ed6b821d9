/** Launch configurations for what the commands trace: a file, a configuration of launch.json (tests: testLaunch.ts). */
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import * as vscode from 'vscode';
import { chooseNode } from './chooseNode.ts';
import { COMMANDS, DEBUG_PROPERTY, DEBUG_TYPE } from '../ids.ts';
import { t } from '../l10n.ts';
import { nodeVersion, runsTypeScript } from './nodeVersion.ts';
import { problems, type UserProblem } from '../problems.ts';
import { readSettings } from '../settings.ts';

const JAVASCRIPT = new Set(['.js', '.mjs', '.cjs']);
const TYPESCRIPT = new Set(['.ts', '.mts', '.cts']);
/** Types of launch.json that a trace can be had of. */
const TRACEABLE = new Set(['node', 'pwa-node', 'node-terminal', DEBUG_TYPE]);

export interface Launch {
  readonly folder: vscode.WorkspaceFolder | undefined;
  readonly configuration: vscode.DebugConfiguration;
}

/** Why no program of this workspace can be run. */
export function whyNotTraced(): UserProblem | undefined {
  if (!vscode.workspace.isTrusted) return problems.untrusted();
  const folders = vscode.workspace.workspaceFolders ?? [];
  return folders.length > 0 && folders.every(({ uri }) => uri.scheme !== 'file') ? problems.virtual() : undefined;
}

/** A command that is hidden can still be run, by a key or by another extension. */
export function assertCanRun(): void {
  const problem = whyNotTraced();
  if (problem) throw problem;
}

/** Whether a file is one that Node can run, by its name. */
export function isProgram(file: string): boolean {
  const extension = path.extname(file).toLowerCase();
  return JAVASCRIPT.has(extension) || TYPESCRIPT.has(extension);
}

/** The file to trace: the given one, or that of the active editor, saved. Rejects with a UserProblem. */
export async function fileToTrace(given?: vscode.Uri, isKnown: (file: string) => boolean = isProgram): Promise<string> {
  const uri = given ?? vscode.window.activeTextEditor?.document.uri;
  if (!uri) throw problems.noEditor();
  const name = path.basename(uri.path);
  if (uri.scheme === 'untitled') throw problems.notSaved(name);
  if (uri.scheme !== 'file') throw problems.notOnDisk(name);
  if (!isKnown(uri.fsPath)) throw problems.notJavaScript(name);
  const document = vscode.workspace.textDocuments.find((each) => each.uri.toString() === uri.toString());
  if (!existsSync(uri.fsPath)) throw problems.missingFile(uri.fsPath);
  if (document?.isDirty && !(await document.save())) throw problems.notSaved(name);
  return uri.fsPath;
}

/** `node file`, with what a TypeScript file needs. Rejects with a UserProblem. */
export async function launchFile(file: string): Promise<Launch> {
  const runtimeArgs = await loaderFor(file);
  return launch(file, t('Trace {0}', path.basename(file)), { program: file, ...(runtimeArgs.length > 0 ? { runtimeArgs } : {}) });
}

/** Every configuration of launch.json that can be traced, in all folders. */
export function traceableConfigurations(): Launch[] {
  const folders = vscode.workspace.workspaceFolders ?? [];
  const seen = new Set<string>();
  const found: Launch[] = [];
  for (const folder of folders) {
    const all = vscode.workspace.getConfiguration('launch', folder).get<unknown>('configurations');
    for (const each of Array.isArray(all) ? all : []) {
      const configuration = each as vscode.DebugConfiguration; // SAFETY: the properties that matter are looked at below
      if (!TRACEABLE.has(configuration.type) || configuration.request !== 'launch' || typeof configuration.name !== 'string') continue;
      // Configurations of a .code-workspace file are seen from each of its folders.
      const key = JSON.stringify(configuration);
      if (!seen.has(key)) found.push({ folder, configuration });
      seen.add(key);
    }
  }
  return found;
}

/** The same configuration, traced. */
export function traced(configuration: vscode.DebugConfiguration): vscode.DebugConfiguration {
  if (configuration.type === DEBUG_TYPE || configuration[DEBUG_PROPERTY]) return configuration;
  // Not under its own name: the debugger's Restart would take the one in launch.json, which asks for no trace.
  return { ...configuration, name: t('Trace {0}', configuration.name), [DEBUG_PROPERTY]: true };
}

/** A configuration of js-debug for what is in a file. */
export function launch(file: string, name: string, rest: Record<string, unknown>): Launch {
  const folder = vscode.workspace.getWorkspaceFolder(vscode.Uri.file(file));
  const configuration = {
    type: 'node',
    request: 'launch',
    name,
    cwd: folder?.uri.fsPath ?? path.dirname(file),
    [DEBUG_PROPERTY]: true,
    // The timeline is what there is to look at; the program's output is one tab away.
    internalConsoleOptions: 'neverOpen',
    outputCapture: 'std',
    ...rest,
  };
  return { folder, configuration };
}

/** The Node that runs a file where nothing else is said. */
export function nodeFor(file: string): string {
  return readSettings(vscode.Uri.file(file)).node || 'node';
}

/** Arguments for Node that let it run this file: none for JavaScript. */
export async function loaderFor(file: string): Promise<string[]> {
  if (!TYPESCRIPT.has(path.extname(file).toLowerCase())) return [];
  const tsx = resolveFrom(file, 'tsx');
  if (tsx) return ['--import', vscode.Uri.file(tsx).toString()];
  const node = nodeFor(file);
  const version = await nodeVersion(node, path.dirname(file));
  const choose = async (): Promise<void> => {
    if (await chooseNode(runsTypeScript)) await vscode.commands.executeCommand(COMMANDS.traceFile, vscode.Uri.file(file));
  };
  if (!version) throw problems.noNode(node, choose);
  if (!runsTypeScript(version)) throw problems.noTypeScript(path.basename(file), version.text, choose);
  return [];
}

export function resolveFrom(file: string, request: string): string | undefined {
  try {
    return createRequire(file).resolve(request);
  } catch {
    return undefined; // not installed there
  }
}
