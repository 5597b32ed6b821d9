// The extension in a real editor: it is there, and asleep until it is needed.
import assert from 'node:assert/strict';
import * as vscode from 'vscode';

describe('the extension', () => {
  it('is found by the editor and not started by start-up', () => {
    const extension = vscode.extensions.getExtension('interleave.interleave');
    assert.ok(extension);
    assert.equal(extension.isActive, false);
  });
});
