// The extension in a real editor: it is there, and asleep until it is needed.
import assert from 'node:assert/strict';
import * as vscode from 'vscode';

describe('the extension', () => {
  it('is found by the editor and not started by start-up', () => {
    const extension = vscode.extensions.getExtension('interleave.interleave');
    assert.ok(extension);
    assert.equal(extension.isActive, false);
  });

  it('runs where the files are, also when the window is elsewhere', () => {
    const { extensionKind } = vscode.extensions.getExtension('interleave.interleave') ?? {};
    assert.equal(extensionKind, vscode.ExtensionKind.Workspace);
    // A browser has no files: with it the window is on another machine than the workspace.
    if (vscode.env.uiKind === vscode.UIKind.Web) assert.ok(vscode.env.remoteName);
  });
});
