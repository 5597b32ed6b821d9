import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import type { Finding, PendingNode, Report } from '../../src/analysis/finding.ts';
import { Recording } from '../../src/host/htmlReport.ts';
import { escape, scriptJson, toHtml, type HtmlInput } from '../../src/report/html.ts';

const BAD = `</script><!--"'&\u0000\u202e\ud800\`x\``;
const AT = { file: `/app/${BAD}`, line: 2, column: 1, role: BAD, function: BAD };
const FINDING: Finding = {
  id: 'f1',
  kind: BAD,
  severity: 'error',
  confidence: 0.9,
  verdict: 'predicted',
  message: BAD,
  why: [BAD],
  locations: [AT],
  occurrences: 3,
  fingerprint: BAD,
  help: BAD,
  scenario: { lanes: [BAD], happened: [{ lane: 0, text: BAD, location: AT }], other: [], otherTitle: BAD },
};
const LEAF: PendingNode = {
  task: BAD,
  reason: 'lock',
  on: BAD,
  sinceMs: 61_000,
  locations: [AT],
  wokenBy: AT,
  count: 2,
  children: [],
};
const REPORT: Report = {
  schemaVersion: 1,
  run: {
    command: ['node', BAD],
    node: BAD,
    startedAt: BAD,
    durationMs: Number.NaN,
    exitCode: null,
    signal: BAD,
    processes: 1,
    threads: 1,
    tasks: 12_345,
    events: 1,
    droppedEvents: 2,
    overhead: {},
    level: 'full',
    incomplete: [BAD],
  },
  findings: [FINDING],
  pending: [{ ...LEAF, children: [LEAF] }],
  suppressed: 1,
  suppressedFindings: [{ finding: FINDING, by: 'comment', reason: BAD }],
  notes: [BAD],
};
const INPUT: HtmlInput = {
  report: REPORT,
  help: new Map([[BAD, { summary: BAD, fix: BAD, markdown: BAD }]]),
  folder: '/app',
  version: '1.2.3',
  privacy: BAD,
  excerpts: new Map([[`${AT.file}:2`, { first: 1, lines: [BAD, BAD] }]]),
  readerNotes: [{ fromNs: 1.5e6, toNs: 2.5e6, row: -1, task: '', text: BAD }],
  statistics: [{ by: 'task', name: BAD, count: 1, totalNs: 1, p50Ns: 1, p95Ns: 1, maxNs: 1 }],
  assets: { script: 'SCRIPT', style: 'STYLE', scriptHash: 'sha256-a', styleHash: 'sha256-b' },
  picture: { trace: 'AAAA', data: JSON.stringify({ name: BAD }) },
};

describe('toHtml', () => {
  const page = toHtml(INPUT).join('');

  it('has no markup but its own, whatever the names are', () => {
    assert.equal(page.match(/<\/script>/g)?.length, 3);
    assert.equal(page.match(/<script/g)?.length, 3);
    assert.equal(page.includes('<!--'), false);
    // oxlint-disable-next-line no-control-regex -- control characters are what this looks for
    assert.doesNotMatch(page, /[\u0000\u202e]|\p{Surrogate}/u);
    const tags = new Set([...page.matchAll(/<\/?([a-z][a-z\d]*)/g)].map(([, tag]) => tag));
    for (const tag of ['img', 'iframe', 'svg', 'form', 'base', 'object']) assert.equal(tags.has(tag), false, tag);
  });

  it('tells everything: places, why, both orders, pending, suppressed, statistics, what is missing', () => {
    const text = page.replaceAll(/<[^>]*>/g, ' ');
    for (const word of [
      'predicted',
      'confidence 90 %',
      '3 times',
      'Why',
      'Where',
      'What happened',
      'Fix',
      'Pending at the end',
      'Suppressed',
      'Statistics',
      'Notes of the reader',
      '1.5 ms to 2.5 ms',
      'Incomplete:',
      '1 min 1 s',
      '12\u202f345',
      'Dropped events',
      ':2:1',
    ]) {
      assert.ok(text.includes(word), word);
    }
  });

  it('says in words what is waited for, and tells tasks of one name apart', () => {
    const twice = {
      ...FINDING,
      scenario: { lanes: ['work', 'work'], happened: [{ lane: 1, text: 'waits', location: null }], other: [], otherTitle: '' },
    };
    const pending = [
      { ...LEAF, task: 'main', on: 'all of 2', reason: 'combinator' },
      { ...LEAF, task: 'load', on: 'the result of read' },
    ] as const;
    const told = toHtml({ ...INPUT, report: { ...REPORT, findings: [twice], pending } }).join('');
    const text = told.replaceAll(/<[^>]*>/g, ' ').replaceAll(/\s+/g, ' ');
    assert.match(text, /main ×2 waits for several promises: all of 2 /);
    assert.match(text, /load ×2 waits for the result of read /);
    assert.match(text, /What happened work \(1\) work \(2\) /);
  });

  it('begins with how many there are, and keeps a long list short', () => {
    const findings = Array.from({ length: 30 }, (_, i): Finding => ({
      ...FINDING,
      id: `f${i + 1}`,
      severity: i < 29 ? 'warning' : 'error',
    }));
    const long = toHtml({ ...INPUT, report: { ...REPORT, findings, notes: ['Checked: all.', '420 more findings are not listed.'] } }).join(
      '',
    );
    assert.match(long, /1 error, 29 warnings\. 420 more findings are not listed\./);
    assert.match(long, /<details><summary>10 more<\/summary>\s*<ol class="r-contents" start="21">/);
    assert.equal([...long.matchAll(/<li><span class="r-badge/g)].length, 30);
  });

  it('has no script and allows none when there is no picture', () => {
    const plain = toHtml({ ...INPUT, picture: { missing: 'The recording is too large.' } }).join('');
    assert.equal(plain.includes('<script'), false);
    assert.match(plain, /script-src 'none'/);
    assert.match(plain, /The recording is too large\./);
  });
});

describe('escape and scriptJson', () => {
  it('leave nothing that ends an element or an attribute', () => {
    assert.equal(escape(`<a b="c" d='e'>&`), '&lt;a b=&quot;c&quot; d=&#39;e&#39;&gt;&amp;');
    const json = scriptJson(JSON.stringify({ a: '</script><!--\u2028' }));
    assert.doesNotMatch(json, /<|\u2028/);
    assert.deepEqual(JSON.parse(json), { a: '</script><!--\u2028' });
  });
});

describe('Recording', () => {
  it('is left out of the page, with a sentence, when it is too large', () => {
    const small = new Recording('/app');
    small.add(new Uint8Array(100));
    assert.ok('trace' in small.pack());
    const large = new Recording('/app');
    for (let i = 0; i < 9; i++) large.add(randomBytes(1 << 20));
    const packed = large.pack();
    assert.match('missing' in packed ? packed.missing : '', /^The recording \(9 MB\) is too large for a page/);
  });

  it('takes the place of source maps with the places that they lead to', () => {
    const recording = new Recording('/app');
    const map = JSON.stringify({ version: 3, sources: ['a.ts'], names: [], mappings: 'AACA' });
    const table = recording.changeSites({ file: '/app/a.js', map, sites: [{ line: 1, column: 0 }], functions: [] });
    assert.equal(table['map'], '');
    const packed = recording.pack();
    const mapped = 'mapped' in packed ? (packed.mapped as Record<string, { points: number[] }>) : {};
    // Neither file is on this disk: the author's is the one that says more.
    assert.deepEqual(mapped['/app/a.js']?.points, [1, 0, 0, 2, 1]);
  });
});
