// When the reader of an ended run is told that tasks were still waiting.
import assert from 'node:assert/strict';
import { leftWaiting, type Outcome } from '../../src/model/leftWaiting.ts';

const report: Outcome = { findings: [], pending: [{ count: 2 }, { count: 1 }] };
const found: Outcome = { ...report, findings: [{}] };

describe('leftWaiting', () => {
  it('counts them when the program was stopped or failed, and no finding says more', () => {
    assert.equal(leftWaiting(report, null), 3);
    assert.equal(leftWaiting(report, 1), 3);
    assert.equal(leftWaiting(found, 1), 0);
  });

  it('is silent of a program that ended well: what waits for ever in it does no harm', () => {
    assert.equal(leftWaiting(report, 0), 0);
  });

  it('counts them in any case when a test was given up', () => {
    assert.equal(leftWaiting({ ...found, timeouts: [{}] }, 0), 3);
    assert.equal(leftWaiting({ ...report, timeouts: [{}], pending: [] }, 1), 0);
  });
});
