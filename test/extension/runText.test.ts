// A run in words: what the timeline shows, for who does not see it.
import assert from 'node:assert/strict';
import type { Report } from '../../src/analysis/finding.ts';
import { runAsText } from '../../src/extension/exports/runText.ts';
import type { RowsReply } from '../../src/model/requests.ts';
import { answer } from '../../src/model/query/query.ts';
import { demoTrace } from '../support/demoTrace.ts';
import { ALL_ROWS } from '../support/rows.ts';

describe('runAsText', () => {
  const { trace, report } = demoTrace();
  const { rows } = answer(trace, report, ALL_ROWS) as RowsReply;
  const run = { command: ['node', 'server.js'], node: 'v24.1.0', startedAt: '2026-01-01T00:00:00.000Z', exitCode: 0 };
  const whole = { ...report, run, pending: [] } as unknown as Report;
  const place = ({ file, line }: { file: string; line: number }): string => `${file}:${line}`;
  const text = runAsText({ report: whole, live: false, wasStopped: false, rows, place });
  const lines = text.split('\n');

  it('has headings to jump by', () => {
    const headings = lines.filter((line) => line.startsWith('#'));
    assert.equal(headings[0], '# Run of node server.js');
    assert.equal(headings[1], `## ${whole.findings.length} findings`);
    assert.equal(headings.filter((line) => line.startsWith('### ')).length, whole.findings.length);
    assert.deepEqual(headings.slice(-2), ['## Pending tasks', '## Tasks and their states']);
  });

  it('says every finding with its places and the steps of its orders', () => {
    const finding = whole.findings.find(({ scenario }) => (scenario?.happened.length ?? 0) > 0);
    assert.ok(finding?.scenario);
    const at = lines.indexOf(finding.message);
    assert.match(lines[at - 2] ?? '', new RegExp(`^### \\d+\\. ${finding.severity}: ${finding.kind.replace('.', '\\.')} \\(`));
    for (const { text: step } of finding.scenario.happened) assert.ok(lines.slice(at).some((line) => line.includes(step)));
  });

  it('says every row with when, how long, and why it never settled', () => {
    const at = lines.indexOf('## Tasks and their states');
    assert.equal(lines.slice(at).filter((line) => /^ *- /.test(line)).length, rows.length);
    assert.match(text, /^ +- waitForConfig .*, from .* for .*, never settled, cause not seen, promise\.never-settles$/m);
  });

  it('says that nothing was found and nothing is pending', () => {
    const clean = runAsText({ report: { ...whole, findings: [] }, live: true, wasStopped: false, rows: [], place });
    assert.match(clean, /It still runs\.[^]*## No problems found in this run\.[^]*Nothing is pending\./);
  });
});
