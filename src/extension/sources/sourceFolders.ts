/**
 * Where the sources of a trace from elsewhere (another checkout, a container, a build server) are on this machine: in the folders of the setting, which the command
 * "Locate Folder" fills in. The one place that turns a recorded file into one of this machine.
 */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import * as vscode from 'vscode';
import type { Report } from '../../analysis/finding.ts';
import { SETTINGS } from '../ids.ts';
import { t } from '../l10n.ts';
import { type MovedFolder, fileHere, moveOf, recordedNames } from './movedFolders.ts';

const changed = new vscode.EventEmitter<void>();
/** Files may be found elsewhere than before. */
export const onDidChangeFolders = changed.event;
let known: readonly MovedFolder[] | undefined;
/** Folders that the user pointed out in this window: what is in them may be opened, whoever made the trace. */
const pointedOut = new Set<string>();

export function registerSourceFolders(): vscode.Disposable {
  const forget = (): void => {
    known = undefined;
    changed.fire();
  };
  return vscode.Disposable.from(
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration(SETTINGS.folders)) forget();
    }),
    vscode.workspace.onDidChangeWorkspaceFolders(forget),
  );
}

/** Absolute path here of a recorded file, which may be a URL; the same path where no folder has it. */
export function findSource(file: string): string {
  const recorded = pathOf(file);
  return fileHere(recorded, folders(), existsSync) ?? recorded;
}

/** Whether it can be opened here. */
export function isHere(file: string): boolean {
  const found = findSource(file);
  return path.isAbsolute(found) && existsSync(found);
}

/** Files with findings that are not here. */
export function missingFiles(report: Report | undefined): string[] {
  const files = new Set(report?.findings.flatMap(({ locations: [first] }) => first?.file ?? []));
  return [...files].filter((file) => !isHere(file));
}

/** What a file of this machine may be called in a trace, beside its own name. */
export function namesInTraces(file: string): string[] {
  return recordedNames(file, folders());
}

/** Whether the user pointed at the folder of this file. */
export function isPointedOut(file: string): boolean {
  return [...pointedOut].some((folder) => file.startsWith(folder + path.sep));
}

/** The folder of the workspace that seems to be the one where the file was: it has the file, in a folder of the same name. */
export function likelyFolder(file: string): vscode.WorkspaceFolder | undefined {
  return localFolders().find(({ uri }) => moveOf(pathOf(file), uri.fsPath, existsSync, 2) !== undefined);
}

/** Remembers where the folder of a recorded file is: `chosen`, or what the user then chooses. True when the file is found there. */
export async function locateFolder(file: string, chosen?: string): Promise<boolean> {
  const folder = chosen ?? (await chooseFolder(file));
  if (folder === undefined) return false;
  const move = moveOf(pathOf(file), folder, existsSync);
  if (move === undefined) {
    const again = t('Choose Another Folder');
    const said = t('{0} has no {1}. Choose the folder that the program was in, or the one above the file.', folder, nameOf(file));
    return (await vscode.window.showWarningMessage(said, again)) === again && locateFolder(file);
  }
  pointedOut.add(folder);
  await remember(move);
  return true;
}

async function chooseFolder(file: string): Promise<string | undefined> {
  const [first] = localFolders();
  const found = await vscode.window.showOpenDialog({
    title: t('Where is the folder that has {0}?', nameOf(file)),
    openLabel: t('Locate Folder'),
    canSelectFiles: false,
    canSelectFolders: true,
    ...(first ? { defaultUri: first.uri } : {}),
  });
  return found?.[0]?.fsPath;
}

/** In the settings of the workspace, as a path from its folder where it is in there; in the user's without a workspace. */
async function remember({ recorded, here }: MovedFolder): Promise<void> {
  const [first] = localFolders();
  const relative = first && path.relative(first.uri.fsPath, here);
  const isIn = relative !== undefined && !relative.startsWith('..') && !path.isAbsolute(relative);
  const value = isIn ? relative.replaceAll('\\', '/') || '.' : here;
  const target = vscode.workspace.workspaceFolders ? vscode.ConfigurationTarget.Workspace : vscode.ConfigurationTarget.Global;
  const configuration = vscode.workspace.getConfiguration();
  const all = configuration.inspect<Record<string, string>>(SETTINGS.folders);
  const before = target === vscode.ConfigurationTarget.Workspace ? all?.workspaceValue : all?.globalValue;
  await configuration.update(SETTINGS.folders, { ...before, [recorded]: value }, target);
  known = undefined;
  changed.fire();
}

function folders(): readonly MovedFolder[] {
  if (known === undefined) {
    const [first] = localFolders();
    const value = vscode.workspace.getConfiguration().get<unknown>(SETTINGS.folders);
    const entries = typeof value === 'object' && value !== null ? Object.entries(value as Record<string, unknown>) : [];
    known = entries.flatMap(([recorded, here]) => {
      if (typeof here !== 'string' || here === '' || (!first && !path.isAbsolute(here))) return [];
      return [{ recorded, here: path.resolve(first?.uri.fsPath ?? '/', here) }];
    });
  }
  return known;
}

function localFolders(): readonly vscode.WorkspaceFolder[] {
  return (vscode.workspace.workspaceFolders ?? []).filter(({ uri }) => uri.scheme === 'file');
}

function pathOf(file: string): string {
  if (!file.startsWith('file:')) return file;
  try {
    return fileURLToPath(file);
  } catch {
    return file; // of another system, or no URL
  }
}

function nameOf(file: string): string {
  return /[^\\/]*$/.exec(file)?.[0] ?? file;
}
