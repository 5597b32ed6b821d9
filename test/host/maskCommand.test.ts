import assert from 'node:assert/strict';
import { maskCommand } from '../../src/host/maskCommand.ts';

describe('maskCommand', () => {
  it('hides values of secret options and passwords in URLs, and nothing else', () => {
    assert.deepEqual(maskCommand(['node', 'app.js', '--api-key', 'abc', '--token=xyz', '--port', '80', '--keyboard']), [
      'node',
      'app.js',
      '--api-key',
      '***',
      '--token=***',
      '--port',
      '80',
      '--keyboard',
    ]);
    assert.deepEqual(maskCommand(['--password', '--verbose', 'x']), ['--password', '--verbose', 'x']);
    assert.deepEqual(maskCommand(['cross-env', 'API_KEY=abc', 'CI=1', 'a=b']), ['cross-env', 'API_KEY=***', 'CI=1', 'a=b']);
    assert.deepEqual(maskCommand(['postgres://me:secret@db/x']), ['postgres://me:***@db/x']);
  });
});
