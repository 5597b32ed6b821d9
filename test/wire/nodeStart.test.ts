/** What a command line says about the NODE_OPTIONS of the Node process that it starts. */
import assert from 'node:assert/strict';
import { nodeStart, optionsOfFiles, withGrants } from '../../src/wire/nodeStart.ts';

describe('nodeStart', () => {
  const cases: readonly (readonly [command: string, hasPermissions: boolean | undefined, ...envFiles: string[]])[] = [
    ['node app.js', false],
    ['node --permission app.js', true],
    ['/usr/bin/node --experimental-permission app.js', true],
    ['C:\\bin\\node.exe --permission app.js', true],
    ['node app.js --permission', false],
    ['node -r ./a.js --permission app.js', true],
    ['node --import tsx --permission -e 1', true],
    ['node --env-file=.env app.js', false, '.env'],
    ['node --env-file .env --permission app.js', true, '.env'],
    ['node --env-file=a --env-file-if-exists=b app.js --env-file=c', false, 'a', 'b'],
    ['node --env-file-other=a app.js', false],
    ['npx node --permission app.js', undefined],
    ['nodemon --permission app.js', undefined],
    ['', undefined],
  ];
  for (const [command, hasPermissions, ...envFiles] of cases) {
    it(`understands "${command}"`, () => {
      const start = nodeStart(command.split(' '));
      assert.deepEqual(start, hasPermissions === undefined ? undefined : { hasPermissions, envFiles });
    });
  }
});

describe('NODE_OPTIONS of what is started', () => {
  it('get the leave that the recorder needs only where there is need of it, and once', () => {
    const under = { hasPermissions: true, envFiles: [] };
    const free = { hasPermissions: false, envFiles: [] };
    assert.equal(withGrants('--a', under, '--leave'), '--a --leave');
    assert.equal(withGrants(undefined, under, '--leave'), '--leave');
    assert.equal(withGrants('--a --leave', under, '--leave'), '--a --leave');
    assert.equal(withGrants('--a', free, '--leave'), '--a');
    assert.equal(withGrants('--permission', undefined, '--leave'), '--permission --leave');
    assert.equal(withGrants('--permissions', undefined, '--leave'), '--permissions');
    assert.equal(withGrants('--a', under, ''), '--a');
  });
  it('are those of the last file that sets them', () => {
    const files: Record<string, Record<string, string>> = { a: { NODE_OPTIONS: '--a' }, b: { NODE_OPTIONS: '--b' }, c: {} };
    const of = (...envFiles: string[]): string | undefined => optionsOfFiles({ hasPermissions: false, envFiles }, (file) => files[file]);
    assert.deepEqual(
      [of(), of('c'), of('a'), of('a', 'b', 'c'), of('none'), of('b', 'none')],
      [undefined, undefined, '--a', '--b', undefined, '--b'],
    );
  });
});
