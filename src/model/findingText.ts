/** A finding as Markdown, with its two orders as a Mermaid sequence diagram: for an issue, a review or a chat. Pure. */
import { distinctLanes } from './findingSvg.ts';
import { type TimelineFinding, type TimelineStep, roleText } from './requests.ts';

type Order = readonly [title: string, steps: readonly TimelineStep[]];

export function findingMarkdown(finding: TimelineFinding): string {
  const { scenario } = finding;
  const lines = [`**${finding.kind}**: ${finding.message}`, ''];
  for (const why of finding.why) lines.push(`- ${why}`);
  const lanes = distinctLanes(scenario?.lanes ?? []);
  for (const [title, steps] of ordersOf(finding)) {
    lines.push('', `**${title}**`, '', '| step | task | what | where |', '| --- | --- | --- | --- |');
    steps.forEach(({ lane, text, location }, i) => {
      const place = location === null ? '' : `${location.file}:${location.line}`;
      const cells = [String(i + 1), lanes[lane] ?? '', text, place];
      lines.push(`| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`);
    });
  }
  if (ordersOf(finding).length > 0) lines.push('', '```mermaid', findingMermaid(finding).trimEnd(), '```');
  lines.push('');
  for (const place of finding.locations) {
    lines.push(`- ${roleText(place)}: ${place.file}:${place.line}${place.function === '' ? '' : ` in ${place.function}`}`);
  }
  return `${lines.join('\n')}\n`;
}

/** What happened and the other order as two alternatives of one diagram: tasks are participants, each step is a note over its task. */
export function findingMermaid(finding: TimelineFinding): string {
  const lines = ['sequenceDiagram'];
  distinctLanes(finding.scenario?.lanes ?? []).forEach((lane, i) => lines.push(`  participant L${i} as ${words(lane)}`));
  const orders = ordersOf(finding);
  orders.forEach(([title, steps], i) => {
    if (orders.length > 1) lines.push(`  ${i === 0 ? 'alt' : 'else'} ${words(title)}`);
    for (const { lane, text, location } of steps) {
      lines.push(`  Note over L${lane}: ${words(text)}${location === null ? '' : ` (line ${location.line})`}`);
    }
  });
  if (orders.length > 1) lines.push('  end');
  return `${lines.join('\n')}\n`;
}

function ordersOf({ verdict, scenario }: TimelineFinding): Order[] {
  if (scenario === undefined) return [];
  const orders: Order[] = [
    [verdict === 'observed' ? 'What happened' : 'What can happen', scenario.happened],
    [scenario.otherTitle, scenario.other],
  ];
  return orders.filter(([, steps]) => steps.length > 0);
}

const ENTITIES: Readonly<Record<string, string>> = { '#': '#35;', ';': '#59;', '<': '#lt;', '>': '#gt;' };

/** What ends a text of Mermaid, or is markup in it, by its number; backticks only set code in our own pages. */
function words(text: string): string {
  return text
    .replaceAll('`', '')
    .replaceAll(/[\n\r\u2028\u2029]+/g, ' ')
    .replaceAll(/[#;<>]/g, (char) => ENTITIES[char] ?? ' ');
}
