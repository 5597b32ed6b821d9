import assert from 'node:assert/strict';
import { countText, describeRecorded, nameOfTrace } from '../../src/extension/recorded.ts';

describe('describeRecorded', () => {
  it('says what was recorded, and that its cost is an estimate', () => {
    assert.match(
      describeRecorded({ events: 2_000_000, bytes: 14_200_000, durationMs: 4100 }) ?? '',
      /^2\D?000\D?000 events recorded, 14\.2 MB\. At some 75 ns an event that is about 150 ms of 4\.1 s: an estimate, /,
    );
    assert.match(describeRecorded({ events: 10, bytes: 900, durationMs: 40 }) ?? '', /recorded, 1 kB\. .* about < 1 ms of 0\.0 s/);
    assert.match(describeRecorded({ events: 100_000_000, durationMs: 60_000 }) ?? '', /recorded\. .* about 7\.5 s of 60\.0 s/);
  });

  it('says nothing of nothing', () => {
    assert.equal(describeRecorded({ events: 0, durationMs: 40 }), undefined);
  });
});

describe('countText', () => {
  it('counts one as one', () => {
    assert.deepEqual([countText('task', 1), countText('thread', 1), countText('process', 1)], ['1 task', '1 thread', '1 process']);
    assert.deepEqual([countText('task', 0), countText('thread', 12), countText('process', 3)], ['0 tasks', '12 threads', '3 processes']);
    assert.match(countText('task', 4312), /^4\D?312 tasks$/);
  });
});

describe('nameOfTrace', () => {
  it('is what was traced, without the time that keeps files apart', () => {
    assert.equal(nameOfTrace('/traces/Trace-server-2026-11-20T12-04-05-123Z.ilv'), 'Trace-server');
    assert.equal(nameOfTrace('/elsewhere/release-2026-11-20.ilv'), 'release-2026-11-20');
  });
});
