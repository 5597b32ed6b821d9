import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Finding, FindingLocation, PendingNode, Report } from '../../src/analysis/finding.ts';
import { wantsColor } from '../../src/cli/output.ts';
import { formatLive, formatPending, formatReport } from '../../src/cli/report/text.ts';

const cwd = path.resolve('/app');
const plain = { cwd, color: false, tracePath: path.join(cwd, '.interleave/run-3.ilv') };

function at(file: string, line: number, role: string, fn: string): FindingLocation {
  return { file: path.join(cwd, file), line, column: 5, role, function: fn };
}

function finding(fields: Partial<Finding>): Finding {
  return {
    id: 'f1',
    kind: 'race.atomicity',
    severity: 'warning',
    confidence: 0.9,
    verdict: 'predicted',
    message: '`stock` is read, then written after an await',
    why: [],
    locations: [at('src/stock.js', 12, 'write', 'sell')],
    occurrences: 1,
    fingerprint: 'x',
    help: '',
    ...fields,
  };
}

function report(fields: Partial<Report>, run: Partial<Report['run']> = {}): Report {
  return {
    schemaVersion: 1,
    run: {
      command: ['node', 'a.js'],
      node: 'v22.0.0',
      startedAt: '',
      durationMs: 2345,
      exitCode: 0,
      signal: null,
      processes: 1,
      threads: 1,
      tasks: 4312,
      events: 20000,
      droppedEvents: 0,
      overhead: {},
      level: 'full',
      incomplete: [],
      ...run,
    },
    findings: [],
    pending: [],
    suppressed: 0,
    notes: ['Checked: a, b.'],
    ...fields,
  };
}

const leaf: PendingNode = {
  task: 'load',
  reason: 'timer',
  on: '1 s',
  sinceMs: 900,
  locations: [at('a.js', 3, 'await', 'load')],
  wokenBy: null,
  count: 1,
  children: [],
};

describe('formatReport', () => {
  it('says of a clean run what was checked, and that it is no proof', () => {
    assert.equal(
      formatReport(report({}), plain),
      [
        'interleave ▸ No problems found in 4 312 tasks of 1 process. Checked: a, b. A clean run is not a proof.',
        `interleave ▸ 0 findings · 4 312 tasks · 20 000 events · 2.3 s · trace ${path.join('.interleave', 'run-3.ilv')}`,
        '',
      ].join('\n'),
    );
  });

  it('names families where there are many kinds', () => {
    const notes = ['Checked: await.in-loop, deadlock.actual, lock.broken, lock.order, race.a, race.b, race.c.'];
    assert.match(formatReport(report({ notes }), plain), /\. Checked: 7 kinds of await, deadlock, lock, race\. A clean run/);
  });

  it('shows hints in a line each, where there is nothing else', () => {
    const hint = finding({ kind: 'io.bound', severity: 'hint', verdict: 'observed', message: 'sell waits', why: ['40 ms'] });
    const text = formatReport(report({ findings: [hint] }), plain);
    assert.match(
      text,
      /A clean run is not a proof\.\nsrc\/stock\.js:12:5: hint: sell waits \[io\.bound\]\ninterleave ▸ 0 findings · 1 hint/,
    );
    assert.doesNotMatch(formatReport(report({ findings: [finding({}), hint] }), plain), /sell waits/);
  });

  it('never lets an incomplete run look clean', () => {
    const text = formatReport(report({}, { incomplete: ['The disk was full.'], droppedEvents: 1200 }), plain);
    assert.doesNotMatch(text, /No problems/);
    assert.match(
      text,
      /Nothing found in what was recorded, which is not everything\. Checked: a, b\.\ninterleave ▸ incomplete: The disk was full\.\n/,
    );
    assert.match(text, /1 200 events dropped/);
  });

  it('writes a finding as file:line:column: severity: message [kind], with the other places and the reasons below', () => {
    const text = formatReport(
      report({
        findings: [
          finding({
            occurrences: 3,
            why: ['no common lock'],
            locations: [
              at('src/stock.js', 12, 'write', 'sell'),
              at('src/stock.js', 9, 'read', 'sell'),
              { ...at('x.js', 1, 'read', ''), file: '/elsewhere/x.js' },
            ],
          }),
          finding({
            kind: 'deadlock.actual',
            severity: 'error',
            verdict: 'observed',
            message: 'a and b wait for each other',
            locations: [],
          }),
        ],
        suppressed: 2,
      }),
      { ...plain, tracePath: '' },
    );
    const stock = path.join('src', 'stock.js');
    assert.deepEqual(text.split('\n'), [
      `${stock}:12:5: warning: \`stock\` is read, then written after an await [race.atomicity] (predicted) ×3`,
      `  read in sell  ${stock}:9:5`,
      '  read  /elsewhere/x.js:1:5',
      '  no common lock',
      'error: a and b wait for each other [deadlock.actual]',
      'interleave ▸ 2 findings · 4 312 tasks · 20 000 events · 2.3 s · 2 suppressed',
      '',
    ]);
  });

  it('shows who waits for whom when the program did not come to its own end', () => {
    const parent: PendingNode = {
      ...leaf,
      task: 'main',
      reason: 'combinator',
      on: 'Promise.all',
      sinceMs: 1500,
      count: 2,
      children: [leaf],
      wokenBy: { file: path.join(cwd, 'b.js'), line: 7, column: 1 },
    };
    assert.match(
      formatReport(report({ pending: [parent] }, { exitCode: null, signal: 'SIGINT' }), plain),
      /interleave ▸ pending at the end:\n {2}main ×2 waits for several promises: Promise\.all {2}a\.js:3:5 {2}1\.5 s {2}woken by b\.js:7:1\n {4}load waits for a timer: 1 s {2}a\.js:3:5 {2}900 ms\n/,
    );
    assert.doesNotMatch(formatReport(report({ pending: [parent] }), plain), /pending at the end/);
    const failed = { exitCode: 1 };
    assert.doesNotMatch(formatReport(report({ pending: [parent] }, failed), plain), /pending at the end/);
    for (const command of [
      ['node', '--test'],
      ['npm', 'test'],
      ['node', 'node_modules/mocha/bin/mocha.js', 'a.js'],
    ]) {
      assert.match(formatReport(report({ pending: [parent] }, { ...failed, command }), plain), /pending at the end/);
    }
  });

  it('keeps a long pending tree short, and says how much is left out', () => {
    const text = formatPending(report({ pending: Array.from({ length: 200 }, () => leaf) }), plain);
    assert.ok(text.split('\n').length < 40);
    assert.match(text, /and 170 more/);
    assert.equal(formatPending(report({}), plain), 'Nothing is pending.\n');
  });

  it('lets no control character of the program through', () => {
    const text = formatReport(report({ findings: [finding({ message: 'lock "\u001b]0;title\u0007\r\n\u001b[2J" is held' })] }), {
      ...plain,
      color: true,
    });
    // oxlint-disable-next-line no-control-regex -- this is what must not be there
    assert.doesNotMatch(text, /\u001b(?!\[[\d;]*m)|[\u0000-\u0009\u000b-\u001a]/);
    assert.ok(text.includes('\u001b[33;1mwarning\u001b[0m'));
  });
});

describe('formatReport in colours', () => {
  it('shows code by its colour instead of backticks', () => {
    const text = formatReport(report({ findings: [finding({ why: ['nothing orders `a` and `b`'] })] }), { ...plain, color: true });
    assert.ok(!text.includes('`'));
    assert.ok(text.includes('\u001b[36mstock\u001b[39m is read') && text.includes('\u001b[36mb\u001b[39m'));
  });
});

describe('the problem matcher $interleave', () => {
  const { contributes } = JSON.parse(readFileSync('package.json', 'utf8')) as { contributes: { problemMatchers: Matcher[] } };
  const [matcher] = contributes.problemMatchers;
  const matched = (findings: Finding[]): (string | undefined)[][] =>
    formatReport(report({ findings }), plain)
      .split('\n')
      .flatMap((line) => {
        const found = new RegExp(matcher?.pattern.regexp ?? '').exec(line);
        return found ? [[...found].slice(1)] : [];
      });

  it('reads every headline of a report, and no other line', () => {
    const [first, second] = [at('src/stock.js', 12, 'write', 'sell'), at('src/stock.js', 9, 'read', 'sell')];
    const place = [path.join('src', 'stock.js'), '12', '5'];
    for (const verdict of ['observed', 'predicted'] as const) {
      for (const occurrences of [1, 3]) {
        const findings = [
          finding({ verdict, occurrences, locations: [first, second], why: ['no lock [of a.b] (at all) ×2'] }),
          finding({ verdict, occurrences, severity: 'error', kind: 'race.order.use-before-init', message: 'a [b] (c)' }),
        ];
        assert.deepEqual(matched(findings), [
          [...place, 'warning', '`stock` is read, then written after an await', 'race.atomicity'],
          [...place, 'error', 'a [b] (c)', 'race.order.use-before-init'],
        ]);
      }
    }
  });

  it('knows where a report of a watched program ends', () => {
    const ends = new RegExp(matcher?.background.endsPattern ?? '', 'm');
    const begins = new RegExp(matcher?.background.beginsPattern ?? '', 'm');
    for (const findings of [[], [finding({})], Array.from({ length: 1200 }, () => finding({}))]) {
      const text = formatReport(report({ findings }), plain);
      assert.equal(text.split('\n').filter((line) => ends.test(line)).length, 1);
      assert.doesNotMatch(text, begins);
    }
  });
});

interface Matcher {
  readonly pattern: { readonly regexp: string };
  readonly background: { readonly beginsPattern: string; readonly endsPattern: string };
}

describe('formatLive', () => {
  it('fits into one line', () => {
    assert.equal(
      formatLive(finding({ kind: 'deadlock.actual', severity: 'error', message: 'stuck' }), plain),
      `interleave ▸ error: stuck at ${path.join('src', 'stock.js')}:12:5 [deadlock.actual]\n`,
    );
  });
});

describe('wantsColor', () => {
  it('is off where nobody looks, and where NO_COLOR is set', () => {
    assert.equal(wantsColor(2, { NO_COLOR: '1' }), false);
    assert.equal(wantsColor(2, { TERM: 'dumb' }), false);
  });
});
