// Tasks of type `interleave`: what they run is what the command line understands.
import assert from 'node:assert/strict';
import { parseRun } from '../../src/cli/usage.ts';
import { taskArguments } from '../../src/extension/launch/taskArguments.ts';

describe('taskArguments', () => {
  it('gives the command its own arguments, and the command line the rest', () => {
    const [cli, verb, ...rest] =
      taskArguments('/a b/cli.js', {
        command: 'npm',
        args: ['test', '--', '--level', 3],
        level: 'light',
        failOn: 'warning',
        timeout: 90,
      }) ?? [];
    assert.deepEqual([cli, verb], ['/a b/cli.js', 'run']);
    const { command, level, failOn, timeoutMs } = parseRun(rest);
    assert.deepEqual(
      { command, level, failOn, timeoutMs },
      { command: ['npm', 'test', '--', '--level', '3'], level: 'light', failOn: 'warning', timeoutMs: 90_000 },
    );
  });

  it('says nothing of what is not said', () => {
    assert.deepEqual(taskArguments('cli.js', { command: 'node', args: 'app.js' }), ['cli.js', 'run', '--', 'node']);
    for (const command of [undefined, '', 3]) assert.equal(taskArguments('cli.js', { command }), undefined);
  });
});
