import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import type { Finding, FindingLocation, Report } from '../../src/analysis/finding.ts';
import { parseHelp } from '../../src/report/help.ts';
import { toSarif } from '../../src/report/sarif.ts';
import { fileUri, relativeUri } from '../../src/report/uri.ts';
import { sarifProblems } from '../support/readers.ts';

interface Log {
  readonly runs: readonly [
    {
      readonly tool: { readonly driver: { readonly rules: readonly Readonly<Record<string, unknown>>[] } };
      readonly results: readonly (Readonly<Record<string, unknown>> & { readonly message: { readonly text: string } })[];
    },
  ];
}

const at = (file: string, line: number, role: string, fn = 'withdraw'): FindingLocation => ({ file, line, column: 3, role, function: fn });

function finding(change: Partial<Finding> = {}): Finding {
  const read = at('/app/src/a b.js', 6, 'read');
  const write = at('/app/src/a b.js', 8, 'write');
  return {
    id: 'f1',
    kind: 'race.atomicity',
    severity: 'error',
    confidence: 0.9,
    verdict: 'observed',
    message: 'an update is lost',
    why: ['no lock is held over both'],
    locations: [write, read, at('/elsewhere/b.js', 1, 'write', '')],
    occurrences: 2,
    fingerprint: 'aaaabbbbccccdddd',
    help: '',
    scenario: {
      lanes: ['withdraw(50)', 'withdraw(20)'],
      happened: [
        { lane: 0, text: 'reads balance', location: read },
        { lane: 1, text: 'reads balance', location: read },
        { lane: 0, text: 'writes balance', location: write },
        { lane: 1, text: 'writes balance', location: null },
      ],
      other: [],
      otherTitle: '',
    },
    ...change,
  };
}

function report(findings: readonly Finding[], change: Partial<Report> = {}): Report {
  const run = {
    command: ['node', 'app.js'],
    node: 'v20.0.0',
    startedAt: '2026-01-02T03:04:05.678Z',
    durationMs: 1234,
    exitCode: 1,
    signal: null,
    processes: 1,
    threads: 1,
    tasks: 3,
    events: 4,
    droppedEvents: 0,
    overhead: {},
    level: 'full',
    incomplete: ['cut at the end'],
  } as const;
  return { schemaVersion: 1, run, findings, pending: [], suppressed: 0, notes: ['Checked: all.'], ...change };
}

const help = parseHelp(readFileSync('docs/findings.md', 'utf8'));
const options = { folder: '/app', version: '1.2.3', help, helpUri: 'file:///docs/findings.md', privacy: 'names only' };
const logOf = (value: Report): Log => JSON.parse(JSON.stringify(toSarif(value, options))) as Log;

describe('toSarif', () => {
  it('agrees with the schema: no finding, all severities, suppressed ones, hostile names', () => {
    const all = (['error', 'warning', 'info', 'hint'] as const).map((severity) => finding({ severity, kind: `lock.${severity}` }));
    const hostile = finding({
      message: '</script> "\u0000\ud800 [a](b) {0}',
      locations: [at('/app/%2e%2e/ü "<>?#\ud800.js', 0, '<b>', '\ud800')],
      occurrences: 0,
    });
    const suppressedFindings = [{ finding: finding(), by: 'comment', reason: 'a demo' }] as const;
    const strange = report([finding({ locations: [] })]);
    for (const value of [
      report([]),
      report([...all, hostile], { suppressed: 1, suppressedFindings }),
      { ...strange, run: { ...strange.run, startedAt: '', durationMs: Number.NaN } },
    ]) {
      assert.deepEqual(sarifProblems(logOf(value)), []);
    }
  });

  it('has the kinds as rules with their help', () => {
    const [run] = logOf(report([finding(), finding({ kind: 'loop.blocked' }), finding()])).runs;
    assert.deepEqual(
      run.tool.driver.rules.map((rule) => [rule['id'], rule['name'], rule['helpUri']]),
      [
        ['race.atomicity', 'RaceAtomicity', 'file:///docs/findings.md#race.atomicity'],
        ['loop.blocked', 'LoopBlocked', 'file:///docs/findings.md#loop.blocked'],
      ],
    );
    assert.match(JSON.stringify(run.tool.driver.rules[0]?.['help']), /\*\*Fix\.\*\* Read after waiting/);
    assert.deepEqual(
      run.results.map((result) => result['ruleIndex']),
      [0, 1, 0],
    );
  });

  it('tells places relative to the folder, others as they are, and the fingerprint', () => {
    const [result] = logOf(report([finding()])).runs[0].results;
    const uris = [...JSON.stringify(result).matchAll(/"artifactLocation":(\{[^}]*\})/g)].map(([, text]) => text);
    assert.equal(uris[0], '{"uri":"src/a%20b.js","uriBaseId":"SRCROOT"}');
    assert.ok(uris.includes('{"uri":"file:///elsewhere/b.js"}'));
    assert.deepEqual(result?.['partialFingerprints'], { 'interleave/v1': 'aaaabbbbccccdddd' });
    assert.equal((result?.['relatedLocations'] as unknown[] | undefined)?.length, 2);
  });

  it('gives each task of the interleaving its thread, in the order of execution', () => {
    const [result] = logOf(report([finding()])).runs[0].results;
    const flows = result?.['codeFlows'] as readonly {
      readonly threadFlows: readonly { readonly id: string; readonly locations: readonly { readonly executionOrder: number }[] }[];
    }[];
    assert.deepEqual(
      flows.map((flow) => flow.threadFlows.map(({ id, locations }) => [id, locations.map((step) => step.executionOrder)])),
      [
        [
          ['withdraw(50)', [1, 3]],
          ['withdraw(20)', [2, 4]],
        ],
      ],
    );
  });

  it('lists suppressed findings with the reason', () => {
    const suppressedFindings = [
      { finding: finding(), by: 'comment', reason: 'a demo' },
      { finding: finding(), by: 'configuration', reason: 'known' },
    ] as const;
    const { results } = logOf(report([], { suppressed: 2, suppressedFindings })).runs[0];
    assert.deepEqual(
      results.map((result) => result['suppressions']),
      [
        [{ kind: 'inSource', status: 'accepted', justification: 'a demo' }],
        [{ kind: 'external', status: 'accepted', justification: 'known' }],
      ],
    );
  });

  it('makes no link and no argument of code in a message', () => {
    const [result] = logOf(report([finding({ message: 'handlers[name](1) and {0}', why: [] })])).runs[0].results;
    assert.equal(result?.message.text, 'handlers\\[name](1) and {{0}');
  });
});

describe('fileUri and relativeUri', () => {
  it('know drives, spaces and reserved characters', () => {
    assert.equal(fileUri('/a b/c#d?.js'), 'file:///a%20b/c%23d%3F.js');
    assert.equal(fileUri('C:\\a\\b.js'), 'file:///C:/a/b.js');
    assert.equal(fileUri('file:///x.js'), 'file:///x.js');
    assert.equal(relativeUri('C:\\a\\b c.js', 'C:\\a'), 'b%20c.js');
    assert.equal(relativeUri('/ab/c.js', '/a'), undefined);
    assert.equal(relativeUri('/a', '/a'), undefined);
  });
});

describe('parseHelp', () => {
  it('finds what it means and the repair of every kind', () => {
    assert.ok(help.size > 30);
    assert.match(help.get('race.atomicity')?.summary ?? '', /^A value is read, the task waits/);
    assert.match(help.get('race.atomicity')?.fix ?? '', /^Read after waiting/);
    const lacking = [...help].filter(([kind, { fix }]) => kind.includes('.') && fix === '').map(([kind]) => kind);
    assert.deepEqual(lacking, []);
  });
});
