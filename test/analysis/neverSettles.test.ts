/** Awaits that last far longer than usual, in programs that are ended from outside. */
import assert from 'node:assert/strict';
import path from 'node:path';
import { buildOrder } from '../../src/analysis/order/order.ts';
import { neverSettlesRule } from '../../src/analysis/rules/hangs/neverSettles.ts';
import { Workshop } from '../cli/support.ts';
import { TraceScript } from '../support/buildTrace.ts';
import { show } from '../support/programs.ts';

const options = {
  locate: () => ({ file: '', line: 1, column: 1 }),
  locateFrame: () => undefined,
  suppressions: [],
  severities: {},
  isCancelled: () => false,
};
const sites = ['ask', 'sleep'].map((text, i) => ({ line: i + 1, text }));
const functions = [{ name: '' }, { name: 'price', parent: 0 }];

/** `count` calls that wait 2 ms each, then one that waits until the program is ended at `endMs`. */
function lateAfter(count: number, endMs: number, withTimer: boolean): number {
  const t = new TraceScript({ functions, sites });
  for (let i = 0; i <= count; i++) {
    const start = t.resource('Immediate');
    t.run(start, i * 10, () => {
      const { act } = t.enter(1);
      const promise = t.promise(0, 0);
      if (withTimer) t.resource('Timeout', { delayMs: 60_000, site: 0 });
      const reaction = t.awaits(act, 0, promise);
      if (i === count) return;
      const answer = t.resource('Immediate');
      answers.push(() => {
        t.run(answer, i * 10 + 2, () => t.resolve(promise));
        t.react(reaction, i * 10 + 2, () => {});
      });
    });
    for (const later of answers.splice(0)) later();
  }
  const trace = t.build();
  Object.assign(trace.run, { ended: true, signal: 'SIGINT', originNs: 1e12, durationMs: endMs });
  return neverSettlesRule.run({ trace, order: buildOrder(trace), options, earlier: [] }).length;
}
const answers: (() => void)[] = [];

describe('promise.never-settles', () => {
  it('compares with what the same await took before', () => {
    assert.equal(lateAfter(8, 10_000, false), 1);
  });
  it('is silent when it is not that late, too little is known, or a timer will wake it', () => {
    assert.equal(lateAfter(8, 1_000, false), 0);
    assert.equal(lateAfter(3, 10_000, false), 0);
    assert.equal(lateAfter(8, 10_000, true), 0);
  });
  const KINDS = new Set(['promise.never-settles', 'deadlock.actual', 'hang.orphan-promise']);
  for (const [file, lines] of [
    ['buggy-one-answer-missing.js', [22]],
    ['safe-consumers-at-rest.js', []],
    ['buggy-own-request.mjs', [35]],
    ['buggy-own-request-kept.mjs', [26]],
    ['buggy-own-request-locked.mjs', [20]],
    ['safe-own-request-locked.mjs', []],
    ['buggy-own-request-own-lock.mjs', [36]],
    ['safe-own-request-own-lock.mjs', []],
    ['buggy-own-request-closes.mjs', [13]],
    ['buggy-own-stream-closes.mjs', [10]],
    ['safe-own-request-closes.mjs', []],
    ['buggy-own-request-left.mjs', [45]],
    ['safe-own-request-left.mjs', []],
    ['buggy-own-events-close.mjs', [24]],
    ['safe-own-events-close.mjs', []],
    ['safe-own-request-answered.mjs', []],
    ['safe-own-request.mjs', []],
    ['safe-own-events.mjs', []],
    ['buggy-missed-event.mjs', [27]],
    ['safe-missed-event.mjs', []],
    ['buggy-connect-missed.mjs', [16]],
    ['safe-connect-missed.mjs', []],
    ['buggy-event-after-wait.mjs', [26]],
    ['safe-event-after-wait.mjs', []],
    ['buggy-notified-before.mjs', [29]],
    ['safe-notified-before.mjs', []],
    ['buggy-child-gone.mjs', [27]],
    ['safe-child-gone.mjs', []],
    ['buggy-unread-response.mjs', [26]],
    ['safe-unread-response.mjs', []],
    ['buggy-own-answer-lost.mjs', [39]],
    ['safe-own-answer-lost.mjs', []],
    ['buggy-own-connection-ended.mjs', [37]],
    ['safe-own-connection-ended.mjs', []],
    ['buggy-own-request-again.mjs', [14]],
    ['hint-silent-server.mjs', []],
    ['buggy-vain-poll.mjs', [20]],
    ['safe-vain-poll.mjs', []],
    ['safe-vain-poll-signal.mjs', []],
  ] as const) {
    it(`${file}: ${lines.length === 0 ? 'nothing' : 'found'}`, async function () {
      this.timeout(90_000);
      const shop = new Workshop(this);
      const program = path.resolve('test/programs/hangs', file);
      const running = shop.start(['run', '--json', 'report.json', '--out', 'run.ilv', '--', process.execPath, program]);
      await running.printed('late');
      process.kill(-(running.child.pid ?? 0), 'SIGINT');
      await running.result;
      const isWeak = file.startsWith('hint');
      const found = shop.report().findings.filter((f) => KINDS.has(f.kind) && (!isWeak || f.severity !== 'info'));
      assert.deepEqual(
        found.map((f) => f.locations[0]?.line),
        lines,
        show(shop.report().findings),
      );
    });
  }
});
