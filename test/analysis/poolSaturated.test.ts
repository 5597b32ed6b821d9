/** When an operation of the pool was done is only seen when its callback runs: a loop that had other callbacks to run says little. */
import assert from 'node:assert/strict';
import { poolRule } from '../../src/analysis/rules/time/poolSaturated.ts';
import { buildOrder } from '../../src/analysis/order/order.ts';
import type { Draft } from '../../src/analysis/finding.ts';
import { TraceScript } from '../support/buildTrace.ts';

const options = {
  locate: () => ({ file: '', line: 1, column: 1 }),
  locateFrame: () => undefined,
  suppressions: [],
  severities: {},
  isCancelled: () => false,
};

/** Six files are read, and a key is asked for; then the loop is busy for so long, and away for so long, before the callbacks of all of these run. */
function waitedFor(busyMs: number, awayMs: number): Draft[] {
  const functions = [{ name: '' }, { name: 'load' }, { name: 'login' }];
  const sites = [
    { line: 3, text: 'fs.readFile', fn: 1 },
    { line: 9, text: 'crypto.pbkdf2', fn: 2 },
  ];
  const t = new TraceScript({ functions, sites, exit: { reason: 0, code: 0 } });
  const begin = t.resource('Immediate');
  const render = t.resource('Immediate');
  const reads: number[] = [];
  let key = 0;
  t.run(begin, 1, () => {
    for (let i = 0; i < 6; i++) reads.push(t.resource('FSREQCALLBACK', { site: 0 }));
    key = t.resource('PBKDF2REQUEST', { site: 1 });
  });
  t.run(render, 1.5, () => {}, busyMs);
  for (const task of [...reads, key]) t.run(task, 1.5 + busyMs + awayMs, () => {});
  const trace = t.build();
  return poolRule.run({ trace, order: buildOrder(trace), options, earlier: [] });
}

describe('poolRule', () => {
  it('tells who waited for the pool while the loop had nothing to do', () => {
    assert.match(waitedFor(0.01, 200)[0]?.message ?? '', /waited (?:199|20\d) ms/);
    assert.match(waitedFor(100, 200)[0]?.message ?? '', /waited (?:299|30\d) ms/);
  });
  it('does not take the time of a loop that was busy for that of the pool, where the machine took the processor away for a moment', () => {
    assert.deepEqual(waitedFor(1000, 0.5), []);
    assert.deepEqual(waitedFor(1000, 8), []);
  });
});
