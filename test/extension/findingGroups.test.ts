// Groups of the tree of findings: each finding once, the worst first, whatever they are grouped by.
import assert from 'node:assert/strict';
import type { Finding, Severity } from '../../src/analysis/finding.ts';
import { groupFindings, worstFirst } from '../../src/extension/findings/findingGroups.ts';

function finding(id: string, kind: string, severity: Severity, file?: string): Finding {
  return {
    id,
    kind,
    severity,
    confidence: 1,
    verdict: 'observed',
    message: '',
    why: [],
    locations: file === undefined ? [] : [{ file, line: 1, column: 1, role: 'write', function: '' }],
    occurrences: 1,
    fingerprint: id,
    help: '',
  };
}

const all = [
  finding('a', 'io.no-timeout', 'info', '/app/x.js'),
  finding('b', 'race.atomicity', 'warning', '/app/y.js'),
  finding('c', 'deadlock.actual', 'error', '/app/x.js'),
  finding('d', 'hang.exit-pending', 'error'),
  finding('e', 'race.atomicity', 'error', '/app/y.js'),
];

describe('groups of findings', () => {
  for (const [by, expected] of [
    ['kind', ['deadlock.actual error c', 'hang.exit-pending error d', 'race.atomicity error eb', 'io.no-timeout info a']],
    ['file', ['/app/x.js error ca', ' error d', '/app/y.js error eb']],
    ['severity', ['error error cde', 'warning warning b', 'info info a']],
  ] as const) {
    it(`by ${by}`, () => {
      const groups = groupFindings(all, by);
      assert.deepEqual(
        groups.map(({ key, severity, findings }) => `${key} ${severity} ${findings.map(({ id }) => id).join('')}`),
        expected,
      );
    });
  }

  it('in one list, the worst first, in their order otherwise', () => {
    assert.equal(
      worstFirst(all)
        .map(({ id }) => id)
        .join(''),
      'cdeba',
    );
  });
});
