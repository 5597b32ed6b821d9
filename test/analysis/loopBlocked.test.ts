/** How much of a long callback must be its own, on a machine that others use as well. */
import assert from 'node:assert/strict';
import { OP_LONG, OP_READY, OP_TIME } from '../../src/wire/events.ts';
import { loopBlockedRule } from '../../src/analysis/rules/time/loopBlocked.ts';
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

/** A callback with so much processor time and so long a time, during which another timer was due, so many accesses that were recorded, and how long after it the timer went off. */
function blockedBy(cpuMs: number, wallMs: number, accesses = 0, lateMs = 0): Draft[] {
  const functions = [{ name: '' }, { name: 'blur' }];
  const t = new TraceScript({ functions, sites: [{ line: 3, text: 'mask', fn: 1 }, { line: 9 }], exit: { reason: 0, code: 0 } });
  const busy = t.resource('Timeout', { delayMs: 10, site: 1 });
  const other = t.resource('Timeout', { delayMs: 20, site: 1 });
  t.at(1).emit(OP_READY, t.ns);
  const place = t.property(1, 'count');
  const work = (): void => {
    for (let i = 0; i < accesses; i++) t.read(0, place);
    t.at(10 + wallMs).emit(OP_TIME, t.ns);
    t.emit(OP_LONG, cpuMs * 1000, 0, 1);
  };
  t.run(busy, 10, work, 0);
  t.run(other, 10 + wallMs + lateMs, () => {});
  const trace = t.build();
  return loopBlockedRule.run({ trace, order: buildOrder(trace), options, earlier: [] });
}

describe('loopBlockedRule', () => {
  it('tells a callback that computed for long, whatever part of its time others had', () => {
    for (const [cpuMs, wallMs] of [
      [300, 310],
      [300, 4000],
      [60, 80],
    ] as const) {
      const [found] = blockedBy(cpuMs, wallMs);
      assert.match(
        found?.message ?? '',
        new RegExp(`blocked for ${cpuMs} ms by blur; .*\\(${cpuMs} ms in all\\)`),
        `${cpuMs} of ${wallMs} ms`,
      );
    }
  });
  it('knows a timer that was due meanwhile, though the machine kept the thread waiting after the callback as well', () => {
    assert.match(blockedBy(480, 2560, 0, 300)[0]?.message ?? '', /blocked for 480 ms by blur; .*\(480 ms in all\)/);
  });
  it('does not count what recording its accesses has cost', () => {
    assert.deepEqual(blockedBy(80, 90, 40_000), []);
    assert.match(blockedBy(180, 190, 40_000)[0]?.message ?? '', /blocked for 140 ms/);
  });
  it('is silent when others had the machine and the callback did little', () => {
    assert.deepEqual(blockedBy(121, 1200), []);
    assert.deepEqual(blockedBy(60, 1200), []);
    assert.deepEqual(blockedBy(30, 40), []);
  });
});
