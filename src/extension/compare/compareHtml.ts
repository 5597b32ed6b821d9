/** The page that compares two runs: pictures, tables and links, no script. Pure; all that comes from programs goes through `escape`. */
import type { Comparison, FindingChange, LineChange, RunFigures } from '../../model/compare/compare.ts';
import type { StatisticsLine } from '../../model/requests.ts';
import { type HrefOf, code, duration, escape, shortPlace } from './compareText.ts';
import { type ComparedOrders, ordersHtml, PICTURE_STYLE } from './compareTimeline.ts';
import type { Translate } from '../../base/words.ts';

export interface ComparedRun {
  readonly title: string;
  /** When it was recorded, in words. */
  readonly when: string;
  /** Opens its timeline. */
  readonly href: string;
  readonly figures: RunFigures;
}
export interface ComparePage {
  readonly before: ComparedRun;
  readonly after: ComparedRun;
  readonly comparison: Comparison;
  readonly orders: ComparedOrders;
  readonly hrefOf: HrefOf;
  /** Of the texts that `t` gives. */
  readonly language: string;
  readonly nonce: string;
  readonly t: Translate;
}

/** Lines of each table. */
const MAX_LINES = 40;

const STYLE = `
  body { font-family: var(--vscode-font-family); font-size: var(--vscode-font-size); color: var(--vscode-foreground); padding: 8px 24px 32px; line-height: 1.4; }
  h1 { font-size: 1.4em; font-weight: 600; margin: 8px 0; }
  h2 { font-size: 1.1em; font-weight: 600; margin: 24px 0 4px; }
  a { color: var(--vscode-textLink-foreground); }
  table { border-collapse: collapse; margin: 4px 0; }
  th, td { padding: 3px 12px 3px 0; text-align: left; vertical-align: top; border-bottom: 1px solid var(--vscode-panel-border, var(--vscode-contrastBorder, rgba(128, 128, 128, 0.35))); }
  thead th { color: var(--vscode-descriptionForeground); font-weight: 400; }
  tbody th { font-weight: 400; overflow-wrap: anywhere; max-width: 60ch; }
  td.n, th.n { text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums; }
  td.big { font-weight: 700; }
  code { font-family: var(--vscode-editor-font-family); }
  p { max-width: 90ch; }
  .quiet { color: var(--vscode-descriptionForeground); }
  .scroll { overflow-x: auto; }`;

export function compareHtml(page: ComparePage): string {
  const { before, after, comparison, orders, hrefOf, language, nonce, t } = page;
  const tables = (
    [
      ['task', t('Tasks'), t('Task')],
      ['site', t('Waits by place'), t('Place')],
      ['lock', t('Waiting for locks'), t('Lock')],
      ['state', t('Time by state'), t('State')],
    ] as const
  ).map(([by, title, head]) => linesTable(page, by, title, head));
  const title = t('Two runs compared');
  return `<!doctype html>
<html lang="${escape(language)}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'nonce-${nonce}'">
<title>${escape(title)}</title>
<style nonce="${nonce}">${STYLE}${PICTURE_STYLE}</style>
</head>
<body><main>
<h1>${escape(title)}</h1>
<div class="scroll"><table><thead><tr><th scope="col">${escape(t('Run'))}</th><th scope="col">${escape(t('Recorded'))}</th><th scope="col" class="n">${escape(t('Lasted'))}</th><th scope="col" class="n">${escape(t('Findings'))}</th></tr></thead><tbody>
${runRow(t('Before: {0}', before.title), before)}${runRow(t('After: {0}', after.title), after)}</tbody></table></div>
${findingsTable(page, comparison.findings)}${ordersHtml(orders, hrefOf, t)}${tables.join('')}
<p class="quiet">${escape(t('One run differs from the next without any change of code: compare runs of the same work, and look again before you believe a small difference.'))}</p>
</main></body>
</html>`;
}

function runRow(label: string, { when, href, figures }: ComparedRun): string {
  return `<tr><th scope="row"><a href="${escape(href)}">${escape(label)}</a></th><td>${escape(when)}</td><td class="n">${duration(figures.durationMs * 1e6)}</td><td class="n">${figures.findings.length}</td></tr>\n`;
}

function findingsTable({ hrefOf, t }: ComparePage, findings: readonly FindingChange[]): string {
  const title = `<h2>${escape(t('Findings'))}</h2>\n`;
  if (findings.length === 0) return `${title}<p>${escape(t('Neither run has any.'))}</p>\n`;
  const words = { new: t('new'), gone: t('gone'), same: t('same') };
  const rows = findings.map(({ change, finding, before, after }) => {
    const [place] = finding.locations;
    const link =
      place === undefined
        ? ''
        : `<a href="${escape(hrefOf(place, change === 'gone' ? 'before' : 'after'))}">${escape(shortPlace(place))}</a>`;
    return `<tr><td${change === 'same' ? '' : ' class="big"'}>${escape(words[change])}</td><td>${escape(finding.kind)}</td><th scope="row">${code(finding.message)}</th><td>${link}</td><td class="n">${before}</td><td class="n">${after}</td></tr>\n`;
  });
  return `${title}<div class="scroll"><table><thead><tr><th scope="col">${escape(t('Change'))}</th><th scope="col">${escape(t('Kind'))}</th><th scope="col">${escape(t('Finding'))}</th><th scope="col">${escape(t('Place'))}</th><th scope="col" class="n">${escape(t('Times before'))}</th><th scope="col" class="n">${escape(t('Times after'))}</th></tr></thead><tbody>\n${rows.join('')}</tbody></table></div>\n`;
}

function linesTable({ comparison, t }: ComparePage, by: StatisticsLine['by'], title: string, head: string): string {
  const all = comparison.lines.filter((line) => line.by === by);
  if (all.length === 0) return '';
  const heads = [t('Count'), t('Total'), t('Change'), t('Median'), t('95 %')];
  const rows = all.slice(0, MAX_LINES).map((line) => lineRow(line, t));
  const more = all.length > MAX_LINES ? `<p class="quiet">${escape(t('{0} more changed less.', all.length - MAX_LINES))}</p>\n` : '';
  return `<h2>${escape(title)}</h2>\n<div class="scroll"><table><thead><tr><th scope="col">${escape(head)}</th>${heads.map((name) => `<th scope="col" class="n">${escape(name)}</th>`).join('')}</tr></thead><tbody>\n${rows.join('')}</tbody></table></div>\n${more}`;
}

function lineRow({ name, before, after, changeNs }: LineChange, t: Translate): string {
  const pair = (of: (line: StatisticsLine) => string): string => {
    const [left, right] = [before === null ? '–' : of(before), after === null ? '–' : of(after)];
    return `<td class="n">${left === right ? left : `${left} → ${right}`}</td>`;
  };
  const share = before === null ? t('new') : after === null ? t('gone') : percent(changeNs, before.totalNs);
  const isBig = before === null || after === null || Math.abs(changeNs) > before.totalNs * BIG;
  const change =
    changeNs === 0 ? '±0' : `${changeNs > 0 ? '+' : '−'}${duration(Math.abs(changeNs))}${share === '' ? '' : ` (${escape(share)})`}`;
  return `<tr><th scope="row">${escape(name)}</th>${pair((line) => String(line.count))}${pair((line) => duration(line.totalNs))}<td class="n${isBig ? ' big' : ''}">${change}</td>${pair((line) => duration(line.p50Ns))}${pair((line) => duration(line.p95Ns))}</tr>\n`;
}

/** A change by more than this part of what it was is set in bold. */
const BIG = 0.25;

function percent(change: number, of: number): string {
  if (of <= 0) return '';
  const share = (change / of) * 100;
  return `${share > 0 ? '+' : '−'}${Math.abs(share) < 10 ? Math.abs(share).toFixed(1) : Math.round(Math.abs(share))} %`;
}
