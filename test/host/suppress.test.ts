import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import type { Finding, Report } from '../../src/analysis/finding.ts';
import type { Config, IgnoreEntry } from '../../src/host/config.ts';
import { matchesGlob, matchesKind, suppress } from '../../src/host/suppress.ts';
import { temporaryFolder } from './support.ts';

function finding(file: string, line: number, kind: string = 'race.atomicity'): Finding {
  const locations = [{ file, line, column: 1, role: 'write', function: 'f' }];
  return {
    id: `f${line}`,
    kind,
    severity: 'warning',
    confidence: 1,
    verdict: 'observed',
    message: 'm',
    why: [],
    locations,
    occurrences: 1,
    fingerprint: `p${line}`,
    help: '',
  };
}

function report(findings: readonly Finding[]): Report {
  const run = {
    command: [],
    node: '',
    startedAt: '',
    durationMs: 0,
    exitCode: 0,
    signal: null,
    processes: 1,
    threads: 1,
    tasks: 0,
    events: 0,
    droppedEvents: 0,
    overhead: {},
    level: 'full',
    incomplete: [],
  } as const;
  return { schemaVersion: 1, run, findings, pending: [], suppressed: 0, notes: [] };
}

function config(folder: string, ...ignore: readonly IgnoreEntry[]): Config {
  return { folder, ignore, roots: [], instrument: [], locks: [], severity: {} };
}

describe('suppress', () => {
  it('hides what an entry names, numbers the rest anew, and counts', () => {
    const findings = [
      finding('/app/src/a.ts', 1),
      finding('/app/src/a.ts', 2),
      finding('/app/test/a.ts', 3),
      finding('/app/src/a.ts', 4, 'loop.blocked'),
    ];
    const kept = (entry: Partial<IgnoreEntry>): Report =>
      suppress(report(findings), config('/app', { kind: '*', reason: 'r', ...entry }), '2026-06-01');
    const lines = (entry: Partial<IgnoreEntry>): number[] => kept(entry).findings.map((f) => f.locations[0]?.line ?? 0);
    assert.deepEqual(lines({ kind: 'race.*' }), [4]);
    assert.deepEqual(lines({ kind: 'race' }), [4]);
    assert.deepEqual(lines({ kind: 'race.atom' }), [1, 2, 3, 4]);
    assert.deepEqual(lines({ site: 'src/**' }), [3]);
    assert.deepEqual(lines({ site: 'src/a.ts:2' }), [1, 3, 4]);
    assert.deepEqual(lines({ fingerprint: 'p3' }), [1, 2, 4]);
    assert.deepEqual(lines({ kind: 'race.*', expires: '2026-06-01' }), [4]);
    assert.deepEqual(lines({ kind: 'race.*', expires: '2026-05-31' }), [1, 2, 3, 4]);
    assert.match(kept({ expires: '2026-05-31' }).notes[0] ?? '', /has expired/);
    assert.equal(kept({ kind: 'race.*' }).suppressed, 3);
    assert.deepEqual(
      kept({ kind: 'race.*' }).findings.map((f) => f.id),
      ['f1'],
    );
  });

  it('obeys comments on the line and on the line above, of that kind and with a reason only', function () {
    const file = path.join(temporaryFolder(this), 'a.ts');
    fs.writeFileSync(
      file,
      [
        'a(); // interleave-ignore race.atomicity -- one writer',
        'b();',
        '',
        '// interleave-ignore loop.blocked, race.* -- known',
        'c();',
        'd(); // interleave-ignore race.atomicity',
        'e(); // interleave-ignore lock.broken -- x',
      ].join('\n'),
    );
    const lines = suppress(report([1, 2, 3, 5, 6, 7].map((line) => finding(file, line))), config('/app'), '2026-01-01').findings.map(
      (f) => f.locations[0]?.line,
    );
    assert.deepEqual(lines, [3, 6, 7]);
  });
});

describe('matchesKind', () => {
  it('knows kinds, families and all', () => {
    assert.ok(matchesKind('*', 'x.y') && matchesKind('x', 'x.y') && matchesKind('x.*', 'x.y.z') && matchesKind('x.y', 'x.y'));
    assert.ok(!matchesKind('x.y', 'x.yz') && !matchesKind('y', 'x.y'));
  });
});

describe('matchesGlob', () => {
  it('keeps one star inside a folder and two across', () => {
    const yes = [
      ['*.ts', 'src/a.ts'],
      ['src/*.ts', 'src/a.ts'],
      ['src/**', 'src/a/b.ts'],
      ['**/b.ts', 'src/a/b.ts'],
      ['**/b.ts', 'b.ts'],
      ['./src/?.ts', 'src/a.ts'],
    ] as const;
    const no = [
      ['src/*.ts', 'src/a/b.ts'],
      ['a.ts', 'src/ba.ts'],
      ['src/a.ts', 'src/axts'],
      ['src/**', 'lib/a.ts'],
    ] as const;
    for (const [glob, file] of yes) assert.ok(matchesGlob(glob, file), `${glob} ${file}`);
    for (const [glob, file] of no) assert.ok(!matchesGlob(glob, file), `${glob} ${file}`);
  });
});
