// Two runs side by side: findings by fingerprint, lines by name, the biggest change first.
import assert from 'node:assert/strict';
import { compareRuns } from '../../src/model/compare/compare.ts';
import type { ComparedFinding } from '../../src/model/compare/compare.ts';
import type { StatisticsLine } from '../../src/model/requests.ts';

const finding = (fingerprint: string, occurrences = 1, line = 1): ComparedFinding => ({
  fingerprint,
  kind: 'race.atomicity',
  severity: 'error',
  message: fingerprint,
  occurrences,
  locations: [{ file: '/a.js', line, column: 1 }],
});
const line = (by: StatisticsLine['by'], name: string, totalNs: number): StatisticsLine => ({
  by,
  name,
  count: 1,
  totalNs,
  p50Ns: 1,
  p95Ns: 2,
  maxNs: 3,
});
const run = (findings: readonly ComparedFinding[], lines: readonly StatisticsLine[] = []) => ({ durationMs: 1, findings, lines });

describe('compareRuns', () => {
  it('tells new findings, then those that are gone, then the same, as they are now', () => {
    const { findings } = compareRuns(run([finding('a', 2, 5), finding('b')]), run([finding('a', 3, 9), finding('c'), finding('a', 1, 9)]));
    assert.deepEqual(
      findings.map(({ change, finding: f, before, after }) => [change, f.fingerprint, before, after]),
      [
        ['new', 'c', 0, 1],
        ['gone', 'b', 1, 0],
        ['same', 'a', 2, 4],
      ],
    );
    assert.equal(findings[2]?.finding.locations[0]?.line, 9);
  });

  it('puts the biggest change of a total first, in either direction', () => {
    const { lines } = compareRuns(
      run([], [line('task', 'slow', 100), line('task', 'same', 50), line('task', 'left', 20)]),
      run([], [line('task', 'same', 51), line('task', 'slow', 10), line('task', 'came', 30), line('lock', 'slow', 2)]),
    );
    assert.deepEqual(
      lines.map(({ by, name, changeNs }) => [by, name, changeNs]),
      [
        ['task', 'slow', -90],
        ['task', 'came', 30],
        ['task', 'left', -20],
        ['lock', 'slow', 2],
        ['task', 'same', 1],
      ],
    );
    assert.deepEqual([lines[1]?.before, lines[2]?.after], [null, null]);
  });

  it('knows code that moved to another line, unless it could be two', () => {
    const { lines } = compareRuns(
      run([], [line('site', 'audit (a.js:3)', 5), line('site', 'read (b.js:1)', 5)]),
      run([], [line('site', 'audit (a.js:7)', 5), line('site', 'read (b.js:2)', 5), line('site', 'read (b.js:3)', 5)]),
    );
    const audit = lines.find(({ name }) => name === 'audit (a.js:7)');
    assert.equal(audit?.before?.name, 'audit (a.js:3)');
    assert.deepEqual(
      lines.filter(({ before }) => before === null).map(({ name }) => name),
      ['read (b.js:2)', 'read (b.js:3)'],
    );
  });

  it('finds nothing between a run and itself', () => {
    const one = run([finding('a')], [line('task', 't', 5), line('site', 's (a.js:1)', 5)]);
    const { findings, lines } = compareRuns(one, one);
    assert.ok(findings.every(({ change }) => change === 'same'));
    assert.ok(lines.every(({ changeNs }) => changeNs === 0));
  });
});
