/** Choose Node…: the Nodes of this machine that the recorder works with, or any other; what is chosen runs traced programs from then on. */
import os from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import { SETTINGS } from '../ids.ts';
import { t } from '../l10n.ts';
import { installedNodes } from './nodeInstalls.ts';
import { compareVersions, type NodeVersion, nodeVersion, OLDEST_NODE } from './nodeVersion.ts';

interface Item extends vscode.QuickPickItem {
  /** '' for any other. */
  readonly file: string;
}

/** `suits`: what else the program needs. The chosen executable, which is in the settings now; undefined when the user thinks better of it. */
export async function chooseNode(suits: (version: NodeVersion) => boolean = () => true): Promise<string | undefined> {
  const options: vscode.QuickPickOptions = {
    title: t('Choose Node'),
    placeHolder: t('Node for traced programs, where a launch configuration names none'),
    matchOnDescription: true,
  };
  const chosen = await vscode.window.showQuickPick(itemsOf(suits), options);
  const file = chosen?.file === '' ? await browse() : chosen?.file;
  if (file === undefined) return undefined;
  // In the user's settings: the next machine has it elsewhere.
  await vscode.workspace.getConfiguration().update(SETTINGS.node, file, vscode.ConfigurationTarget.Global);
  return file;
}

async function itemsOf(suits: (version: NodeVersion) => boolean): Promise<Item[]> {
  const files = await installedNodes(os.homedir(), process.env);
  const all = await Promise.all(files.map(async (file) => ({ file, version: await nodeVersion(file, path.dirname(file)) })));
  const known = all.flatMap(({ file, version }) => (version && version.major >= OLDEST_NODE && suits(version) ? [{ file, version }] : []));
  return [
    ...known
      .toSorted((a, b) => compareVersions(b.version, a.version))
      .map(({ file, version }) => ({ label: t('Node {0}', version.text), description: file, file })),
    { label: t('Browse…'), file: '' },
  ];
}

async function browse(): Promise<string | undefined> {
  const found = await vscode.window.showOpenDialog({ title: t('Choose Node'), openLabel: t('Choose Node'), canSelectMany: false });
  return found?.[0]?.fsPath;
}
