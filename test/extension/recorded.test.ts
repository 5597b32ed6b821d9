import assert from 'node:assert/strict';
import type { Report, Severity } from '../../src/analysis/finding.ts';
import { countFindings, describeFailure, countText, describeRecorded, nameOfTrace, whyNothing } from '../../src/extension/recorded.ts';

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

describe('whyNothing', () => {
  const ended = { processes: 1, tasks: 0, exitCode: 0 };
  const why = (run: object, wasStopped = false): string | undefined => whyNothing({ ...ended, ...run }, wasStopped);

  it('says why a run has nothing to judge', () => {
    assert.match(why({ processes: 0 }) ?? '', /Interleave was not loaded/);
    assert.match(why({ processes: 0 }, true) ?? '', /was stopped before Interleave was loaded/);
    assert.match(why({ exitCode: null }, true) ?? '', /was stopped before its first task/);
    assert.match(why({ exitCode: 3 }) ?? '', /ended with exit code 3 before its first task/);
    assert.match(why({ exitCode: null }) ?? '', /the trace ends before the first task/);
  });

  it('is silent where something was recorded, or where there was nothing to record', () => {
    assert.equal(why({}), undefined);
    assert.equal(why({ tasks: 1, exitCode: 1 }), undefined);
    assert.equal(why({ tasks: 1, exitCode: null }, true), undefined);
    assert.equal(why({ exitCode: null, window: { fromMs: 0, toMs: 5 } }), undefined);
  });
});

describe('nameOfTrace', () => {
  it('is what was traced, without the time that keeps files apart', () => {
    assert.equal(nameOfTrace('/traces/Trace-server-2026-11-20T12-04-05-123Z.ilv'), 'Trace-server');
    assert.equal(nameOfTrace('/elsewhere/release-2026-11-20.ilv'), 'release-2026-11-20');
  });
});

describe('countFindings', () => {
  const of = (...severities: Severity[]): string => {
    const { problems, text } = countFindings(severities.map((severity) => ({ severity })));
    return `${problems}: ${text}`;
  };

  it('counts hints apart: they are no problems', () => {
    assert.equal(of(), '0: 0 findings');
    assert.equal(of('error'), '1: 1 finding');
    assert.equal(of('error', 'info', 'hint'), '2: 2 findings, 1 hint');
    assert.equal(of('hint', 'hint'), '0: 2 hints');
  });
});

describe('describeFailure', () => {
  const of = (exitCode: number | null, more: object = {}): string =>
    describeFailure({ report: { run: { exitCode } as Report['run'] }, live: false, wasStopped: false, lastWords: 'no database', ...more });

  it('says how a program ended that has failed by itself, and with what words', () => {
    assert.equal(of(3), 'It ended with exit code 3. Its last words: no database');
    assert.equal(of(3, { lastWords: '' }), 'It ended with exit code 3.');
    const others = [of(0), of(null), of(1, { wasStopped: true }), of(1, { live: true }), of(1, { report: undefined })];
    assert.deepEqual(new Set(others), new Set(['']));
  });
});
