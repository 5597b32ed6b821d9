// The extension in a workspace that is on no disk: it runs nothing, and says why.
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { needsScreen, NOTHING_YET, screen, told } from './support.ts';

/** The files of the workspace, which cannot be changed: one. */
class Memory implements vscode.FileSystemProvider {
  readonly onDidChangeFile = new vscode.EventEmitter<vscode.FileChangeEvent[]>().event;
  readonly #text = Buffer.from('console.log(1);\n');

  watch(): vscode.Disposable {
    return new vscode.Disposable(() => undefined);
  }

  stat({ path }: vscode.Uri): vscode.FileStat {
    const isFolder = path === '/' || path === '/ws';
    if (!isFolder && path !== '/ws/app.js') throw vscode.FileSystemError.FileNotFound(path);
    return { type: isFolder ? vscode.FileType.Directory : vscode.FileType.File, ctime: 0, mtime: 0, size: this.#text.length };
  }

  readDirectory(): [string, vscode.FileType][] {
    return [['app.js', vscode.FileType.File]];
  }

  readFile(uri: vscode.Uri): Uint8Array {
    this.stat(uri);
    return this.#text;
  }

  readonly createDirectory = readOnly;
  readonly writeFile = readOnly;
  readonly delete = readOnly;
  readonly rename = readOnly;
}

function readOnly(): never {
  throw vscode.FileSystemError.NoPermissions();
}

describe('a virtual workspace', function () {
  let provider: vscode.Disposable | undefined;
  after(() => provider?.dispose());
  before(async function () {
    needsScreen(this);
    provider = vscode.workspace.registerFileSystemProvider('interleave-memory', new Memory(), { isReadonly: true });
    await vscode.extensions.getExtension('interleave.interleave')?.activate();
    const [folder] = vscode.workspace.workspaceFolders ?? [];
    assert.equal(folder?.uri.scheme, 'interleave-memory');
    await vscode.window.showTextDocument(vscode.Uri.joinPath(folder.uri, 'app.js'));
  });

  for (const command of [
    'traceFile',
    'traceTests',
    'traceTest',
    'traceConfig',
    'traceScript',
    'traceAgain',
    'openLesson',
    'tracedTerminal',
  ]) {
    it(`has a sentence for ${command}`, async () => {
      const said = await told(() => vscode.commands.executeCommand(`interleave.${command}`));
      assert.match(said, /^Node runs files from a disk, and this workspace is not on one\. Open a folder on a disk to trace/);
    });
  }

  for (const [command, sentence] of NOTHING_YET) {
    it(`has a sentence for ${command}, with nothing traced`, async () => {
      assert.match(await told(() => vscode.commands.executeCommand(`interleave.${command}`)), sentence);
    });
  }

  it('tells in its view what can be done', async () => {
    await vscode.commands.executeCommand('interleave.findings.focus');
    await screen('waitText', { text: 'Tracing a program needs its files on a disk' });
    await screen('shot', { name: 'virtual' });
  });
});
