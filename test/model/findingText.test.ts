// A finding as text for others: both orders as tables and as one diagram that Mermaid can read, whatever the names are.
import assert from 'node:assert/strict';
import { findingMarkdown, findingMermaid } from '../../src/model/findingText.ts';
import type { TimelineFinding } from '../../src/model/requests.ts';
import { demoTrace } from '../support/demoTrace.ts';

const { report } = demoTrace();
const [deadlock] = report.findings.filter((each) => each.scenario !== undefined) as [TimelineFinding];

describe('findingMarkdown', () => {
  it('has both orders as tables and as a diagram', () => {
    const text = findingMarkdown(deadlock);
    const [words = '', diagram = '', rest = ''] = text.split(/```(?:mermaid)?\n/);
    assert.ok(words.startsWith(`**${deadlock.kind}**: ${deadlock.message}\n`));
    for (const title of ['What happened', deadlock.scenario?.otherTitle]) assert.ok(words.includes(`\n**${title}**\n\n| step | task |`));
    assert.equal(diagram, findingMermaid(deadlock));
    assert.match(rest, /^\n- .*bank\.ts:\d+/);
  });

  it('has no diagram where there is no order', () => {
    const { scenario: _, ...plain } = deadlock;
    assert.doesNotMatch(findingMarkdown(plain), /mermaid|\| step/);
  });
});

describe('findingMermaid', () => {
  it('has what happened and the other order as alternatives', () => {
    const [head, ...lines] = findingMermaid(deadlock).trimEnd().split('\n');
    assert.equal(head, 'sequenceDiagram');
    const { lanes = [], happened = [], other = [], otherTitle = '' } = deadlock.scenario ?? {};
    const notes = (steps: typeof happened): string[] => steps.map(({ lane }) => `Note over L${lane}`);
    assert.deepEqual(
      lines.map((line) => line.trim().split(':')[0]),
      [
        ...lanes.map((lane, i) => `participant L${i} as ${lane}`),
        'alt What happened',
        ...notes(happened),
        `else ${otherTitle}`.split(':')[0],
        ...notes(other),
        'end',
      ],
    );
  });

  it('lets no name end a line or be markup', () => {
    const lanes = ['a;b#c', 'Map<string>\nend'];
    const steps = lanes.map((text, lane) => ({ lane, text: `sets \`${text}\``, location: null }));
    const text = findingMermaid({ ...deadlock, scenario: { lanes, happened: steps, other: [], otherTitle: '' } });
    assert.equal(
      text,
      [
        'sequenceDiagram',
        '  participant L0 as a#59;b#35;c',
        '  participant L1 as Map#lt;string#gt; end',
        '  Note over L0: sets a#59;b#35;c',
        '  Note over L1: sets Map#lt;string#gt; end',
        '',
      ].join('\n'),
    );
  });
});
