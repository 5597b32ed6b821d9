// The extension in a workspace that is on no disk: it runs nothing, and says why.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import { needsScreen, NODE_24, notifications, NOTHING_YET, screen, told, unreadable, until } from './support.ts';

/** A trace of a short program, by the command line. */
function recordTrace(): Buffer {
  const folder = mkdtempSync(path.join(tmpdir(), 'interleave-virtual-'));
  try {
    const cli = path.join(vscode.extensions.getExtension('interleave.interleave')?.extensionPath ?? '', 'dist/cli.js');
    const file = path.join(folder, 'run.ilv');
    writeFileSync(path.join(folder, 'app.js'), 'async function pause() { await new Promise((f) => setTimeout(f, 20)); }\nvoid pause();\n');
    execFileSync(NODE_24, [cli, 'run', '--out', file, '--', NODE_24, 'app.js'], { cwd: folder, stdio: 'ignore' });
    return readFileSync(file);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The files of the workspace, which cannot be changed: a program, a trace, and what is called one. */
class Memory implements vscode.FileSystemProvider {
  readonly onDidChangeFile = new vscode.EventEmitter<vscode.FileChangeEvent[]>().event;
  readonly #files: Readonly<Record<string, Buffer>> = {
    '/ws/app.js': Buffer.from('console.log(1);\n'),
    '/ws/run.ilv': recordTrace(),
    '/ws/wrong.ilv': Buffer.from('no trace'),
  };

  watch(): vscode.Disposable {
    return new vscode.Disposable(() => undefined);
  }

  stat({ path }: vscode.Uri): vscode.FileStat {
    const isFolder = path === '/' || path === '/ws';
    const file = this.#files[path];
    if (!isFolder && file === undefined) throw vscode.FileSystemError.FileNotFound(path);
    return { type: isFolder ? vscode.FileType.Directory : vscode.FileType.File, ctime: 0, mtime: 0, size: file?.length ?? 0 };
  }

  readDirectory(): [string, vscode.FileType][] {
    return Object.keys(this.#files).map((name) => [name.slice('/ws/'.length), vscode.FileType.File]);
  }

  readFile(uri: vscode.Uri): Uint8Array {
    const file = this.#files[uri.path];
    if (file === undefined) throw vscode.FileSystemError.FileNotFound(uri);
    return file;
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
    await vscode.commands.executeCommand('interleave.showTimeline');
    const words = await until(
      'the words of the timeline',
      async () => (await screen<string>('webviewText', { selector: 'body' })) || undefined,
    );
    assert.match(words, /this workspace is not on one[^]*opened as it is\.\s+Open a recorded trace$/);
    await screen('shot', { name: 'virtual' });
    await vscode.commands.executeCommand('workbench.action.closePanel');
  });

  it('opens a recorded trace, from a copy that goes with its editor', async () => {
    const copies = (): string[] => readdirSync(tmpdir()).filter((name) => name.startsWith('interleave-trace-'));
    const uri = vscode.Uri.from({ scheme: 'interleave-memory', path: '/ws/run.ilv' });
    await vscode.commands.executeCommand('interleave.openTrace', uri);
    await until('the task', async () => /pause/.test(await screen<string>('webviewText', { selector: 'body' })));
    assert.equal(copies().length, 1);
    await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
    await until('the copy to go', () => copies().length === 0);
    // Told on a slow machine, where opening it takes long.
    await until('what is told while it opens to go', async () => (await notifications()).length === 0);
  });

  it('says of what is no trace that it is none, by its own name', async () => {
    const uri = vscode.Uri.from({ scheme: 'interleave-memory', path: '/ws/wrong.ilv' });
    await vscode.commands.executeCommand('interleave.openTrace', uri);
    await unreadable(/interleave-memory:\/ws\/wrong\.ilv /);
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });
});
