import assert from 'node:assert/strict';
import { fileHere, moveOf, recordedNames } from '../../src/extension/sources/movedFolders.ts';

const among =
  (...files: readonly string[]) =>
  (file: string): boolean =>
    files.includes(file);

describe('folders that moved', () => {
  it('are as much of a recorded path as the chosen folder allows', () => {
    const exists = among('/me/shop/src/cart.js', '/me/shop/cart.js');
    assert.deepEqual(moveOf('/build/7/shop/src/cart.js', '/me/shop', exists), { recorded: '/build/7/shop', here: '/me/shop' });
    assert.deepEqual(moveOf('/app/cart.js', '/me/shop', exists), { recorded: '/app', here: '/me/shop' });
    assert.deepEqual(moveOf('/src/cart.js', '/me/shop', exists), { recorded: '/', here: '/me/shop' });
    assert.deepEqual(moveOf('C:\\work\\shop\\src\\cart.js', '/me/shop', exists), { recorded: 'C:\\work\\shop', here: '/me/shop' });
    assert.equal(moveOf('/app/order.js', '/me/shop', exists), undefined);
    assert.equal(moveOf('/app/cart.js', '/me/shop', exists, 2), undefined);
  });

  it('never lead out of the chosen folder', () => {
    const everything = (): boolean => true;
    const folders = [{ recorded: '/app', here: '/me/shop' }];
    assert.equal(fileHere('/app/../../etc/passwd', folders, everything), undefined);
    assert.deepEqual(moveOf('/app/../etc/passwd', '/me', everything), { recorded: '/app/..', here: '/me' });
  });

  it('have the file: the closest first, none where it is not', () => {
    const folders = [
      { recorded: '/app', here: '/me/shop' },
      { recorded: '/app/lib', here: '/me/lib' },
    ];
    assert.equal(fileHere('/app/lib/a.js', folders, among('/me/shop/lib/a.js', '/me/lib/a.js')), '/me/lib/a.js');
    assert.equal(fileHere('/app/lib/a.js', folders, among('/me/shop/lib/a.js')), '/me/shop/lib/a.js');
    assert.equal(fileHere('/app/lib/a.js', folders, among()), undefined);
    assert.equal(
      fileHere('/application/a.js', folders, () => true),
      undefined,
    );
    assert.equal(fileHere('c:\\app\\a.js', [{ recorded: 'c:\\app\\', here: '/me' }], among('/me/a.js')), '/me/a.js');
  });

  it('give a file of this machine the names that it had', () => {
    const folders = [
      { recorded: '/app', here: '/me/shop' },
      { recorded: 'C:\\work', here: '/me/shop' },
      { recorded: '/', here: '/me/root' },
      { recorded: '/other', here: '/you' },
    ];
    assert.deepEqual(recordedNames('/me/shop/src/a.js', folders), ['/app/src/a.js', 'C:\\work\\src\\a.js']);
    assert.deepEqual(recordedNames('/me/root/src/a.js', folders), ['/src/a.js']);
    assert.deepEqual(recordedNames('/elsewhere/a.js', folders), []);
  });
});
