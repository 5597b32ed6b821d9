import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { endProcesses, processTree } from '../../src/host/processTree.ts';
import { isAlive } from '../../src/host/runFolder.ts';
import { until } from './support.ts';

describe('processTree and endProcesses', () => {
  it('find a program with everything below it, and end all of it, the stubborn too', async function () {
    if (process.platform === 'win32') return;
    const stubborn = `process.on('SIGTERM', () => {}); console.log(process.pid); setInterval(() => {}, 1000);`;
    const parent = `require('node:child_process').spawn(process.execPath, ['-e', ${JSON.stringify(stubborn)}], { stdio: 'inherit' }); setInterval(() => {}, 1000);`;
    const child = spawn(process.execPath, ['-e', parent], { stdio: ['ignore', 'pipe', 'inherit'] });
    let output = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
    await until(() => output.endsWith('\n'), 'the grandchild');
    const tree = processTree(child.pid ?? 0);
    assert.deepEqual(tree, [child.pid, Number(output)]);
    const closed = once(child, 'close');
    await endProcesses(tree);
    await closed;
    assert.deepEqual(tree.filter(isAlive), []);
  });

  it('know of no process that is not there', async () => {
    assert.deepEqual(processTree(999_999_999), [999_999_999]);
    await endProcesses([999_999_999]);
  });
});
