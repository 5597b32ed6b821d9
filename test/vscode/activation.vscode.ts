// The extension in a real editor: it is there, and asleep until it is needed.
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import path from 'node:path';
import * as vscode from 'vscode';
import { openFile } from './support.ts';

describe('the extension', () => {
  it('is found by the editor and not started by start-up', () => {
    const extension = vscode.extensions.getExtension('interleave.interleave');
    assert.ok(extension);
    assert.equal(extension.isActive, false);
  });

  it('starts by itself only when a debugger resolves a configuration', () => {
    const manifest = vscode.extensions.getExtension('interleave.interleave')?.packageJSON as { activationEvents: string[] } | undefined;
    const activationEvents = manifest?.activationEvents ?? ['*'];
    assert.deepEqual(
      activationEvents.filter((event) => !/^onDebug(?:Resolve|DynamicConfigurations):/.test(event)),
      [],
    );
  });

  it('is activated, in a time that is told and not judged', async () => {
    const extension = vscode.extensions.getExtension('interleave.interleave');
    // As it is when somebody runs the tests that they look at: the tests of test/vscode/testing.vscode.ts go on with that.
    await openFile('src/checks.test.js');
    const main = path.join(extension?.extensionPath ?? '', 'dist/extension.js');
    const load = createRequire(__filename);
    const start = performance.now();
    const code = load(main) as { activate: (context: unknown) => void };
    const loaded = performance.now();
    // The editor takes the module from the same cache.
    let called = 0;
    const activate = (context: unknown): void => {
      const begin = performance.now();
      code.activate(context);
      called = performance.now() - begin;
    };
    Object.assign(load.cache[main] ?? {}, { exports: { ...code, activate } });
    await extension?.activate();
    assert.ok(called > 0, 'the activation was measured');
    const told = `${(loaded - start).toFixed(1)} ms to load the code, ${called.toFixed(1)} ms to activate`;
    console.log(`[interleave-tests]     ${told}, ${(performance.now() - loaded).toFixed(1)} ms until the editor says so`);
  });

  it('runs where the files are, also when the window is elsewhere', () => {
    const { extensionKind } = vscode.extensions.getExtension('interleave.interleave') ?? {};
    assert.equal(extensionKind, vscode.ExtensionKind.Workspace);
    // A browser has no files: with it the window is on another machine than the workspace.
    if (vscode.env.uiKind === vscode.UIKind.Web) assert.ok(vscode.env.remoteName);
  });
});
