/** An error inside a hook of the recorder ends the recording and stays unseen by the program. */
import assert from 'node:assert/strict';
import { nodeBinary, versionsToTry } from './adaptersHarness.ts';
import { rawRun } from './rawRun.ts';

/** The recorder writes names of resources with these; a program that breaks them breaks the recorder. */
const BROKEN = `
const fs = require('node:fs');
TextEncoder.prototype.encode = () => { throw new Error('broken by the program'); };
new (require('node:async_hooks').AsyncResource)('A_TYPE_THAT_IS_NEW');
(async () => { await null; setImmediate(() => { fs.writeSync(1, 'immediate '); setTimeout(async () => { await null; fs.writeSync(1, 'end'); }, 1); }); })();
`;

const DEEP = `
function promises() { Promise.resolve(); promises(); }
function chains() { Promise.resolve().then(() => {}); chains(); }
function immediates() { setImmediate(() => {}).unref(); immediates(); }
const kinds = new Set();
for (let i = 0; i < 2; i++) for (const f of [promises, chains, immediates]) { try { f(); } catch (e) { kinds.add(e.name + e.message); } }
process.on('uncaughtException', (e) => console.log('uncaught', e));
setTimeout(() => console.log([...kinds]), 1);
`;

describe('an error inside a hook', function () {
  this.timeout(60_000);
  for (const version of versionsToTry([20, 22, 24])) {
    it(`stops the recording, not the program, on Node ${version}`, async () => {
      const node = await nodeBinary(version);
      const plain = rawRun(node, BROKEN, [], false);
      const traced = rawRun(node, BROKEN, []);
      assert.deepEqual([traced.code, traced.stdout, traced.stderr], [plain.code, plain.stdout, plain.stderr]);
      assert.equal(plain.stdout, 'immediate end');
    });

    it(`is not what a full stack becomes on Node ${version}`, async () => {
      const node = await nodeBinary(version);
      const plain = rawRun(node, DEEP, [], false);
      const traced = rawRun(node, DEEP, []);
      assert.deepEqual([traced.code, traced.stdout, traced.stderr], [plain.code, plain.stdout, plain.stderr]);
    });
  }
});
