/** The orphan proof in real processes: lost promises are told, others are not, and nothing about the executor changes. */
import assert from 'node:assert/strict';
import { nodeBinary, versionsToTry } from './adaptersHarness.ts';
import { rawRun } from './rawRun.ts';

const COLLECT = `
const settle = async () => { for (let i = 0; i < 10; i++) { gc(); await new Promise((r) => setImmediate(r)); } };
`;

const orphans = async (major: number, source: string): Promise<{ count: number; stdout: string }> => {
  const { events, stdout, stderr, code } = rawRun(await nodeBinary(major), `${COLLECT}\n${source}`, ['--expose-gc']);
  assert.equal(code, 0, stderr);
  return { count: events.filter((e) => e.name === 'orphan').length, stdout };
};

describe('trackExecutor', function () {
  this.timeout(120_000);
  for (const major of versionsToTry([20, 22, 24, 26])) {
    it(`tells a promise whose resolving functions are gone, Node ${major}`, async () => {
      const { count } = await orphans(
        major,
        `const lost = []; for (let i = 0; i < 3; i++) lost.push(new Promise((resolve, reject) => { if (i > 5) resolve(); }));
         settle().then(() => globalThis.lost = lost);`,
      );
      assert.equal(count, 3);
    });

    it(`is silent about promises that are settled, can be settled, or were never meant to, Node ${major}`, async () => {
      const { count } = await orphans(
        major,
        `const kept = []; const all = [
           new Promise((resolve) => resolve(1)), new Promise((resolve) => setTimeout(resolve, 50)), new Promise((_, reject) => reject(0)),
           new Promise((resolve) => kept.push(resolve)), new Promise(() => {}), new Promise((resolve) => resolve(new Promise((r) => setTimeout(r, 30)))),
         ];
         all[2].catch(() => {});
         settle().then(() => globalThis.kept = kept);`,
      );
      assert.equal(count, 0);
    });
  }

  it('gives the executor what it would get, and errors their stack', async () => {
    const source = `
      let seen;
      const promise = new Promise(function (resolve, reject) { seen = [this, arguments.length, resolve.length, resolve.name, typeof reject, new.target]; resolve(7); });
      promise.then((v) => console.log(v, seen));
      new Promise((resolve, reject) => { throw new Error('in executor'); }).catch((e) => console.log(e.stack.split('\\n').slice(0, 4).join('|')));
      class Own extends Promise { constructor(executor) { super((resolve, reject) => executor(resolve, reject)); } }
      console.log(new Own((resolve, reject) => resolve()) instanceof Own);
      for (const bad of [undefined, 1, {}]) { try { new Promise(bad); } catch (e) { console.log(e.message); } }
      const Native = Promise;
      globalThis.Promise = class Cancellable { constructor(executor) { executor(() => {}, () => {}, (undo) => undo(executor.length)); } };
      new Promise((resolve, reject, onCancel) => onCancel((length) => console.log('cancelled', length)));
      globalThis.Promise = Native;
    `;
    const node = await nodeBinary(20);
    const plain = rawRun(node, source, [], false);
    const traced = rawRun(node, source, []);
    assert.equal(traced.stdout, plain.stdout);
    assert.equal(traced.stderr, plain.stderr);
  });

  it('leaves the order of callbacks as it is', async () => {
    const source = `
      const log = [];
      const note = (x) => log.push(x);
      setImmediate(() => { note('immediate'); setTimeout(() => { gc(); note('timeout'); setImmediate(() => { note('late'); console.log(log.join()); }); }, 5); });
      process.nextTick(() => note('tick'));
      for (let i = 0; i < 3; i++) new Promise((resolve, reject) => { process.nextTick(() => note('tick ' + i)); resolve(); }).then(() => note('then ' + i));
      (async () => { await null; note('await'); gc(); await null; note('await 2'); })();
    `;
    const node = await nodeBinary(24);
    const plain = rawRun(node, source, ['--expose-gc'], false);
    const traced = rawRun(node, source, ['--expose-gc']);
    assert.equal(traced.stdout, plain.stdout);
    assert.ok(plain.stdout.includes('late'));
  });
});
