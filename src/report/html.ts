/**
 * The report as one page that needs nothing else: all findings as text that is there without any script, and the timeline where scripts may run. Everything that
 * comes from the program or its files goes through `escape`; the page's policy lets only our own script and style run, by their hashes.
 */
import { partOf } from '../model/partOf.ts';
import type { Finding, FindingLocation, PendingNode, Report, ScenarioStep, SuppressedFinding } from '../analysis/finding.ts';
import { type StatisticsLine, type TimelineNote, roleText } from '../model/requests.ts';
import { distinctLanes } from '../model/findingSvg.ts';
import { waitText } from '../model/waitText.ts';
import { type Help, plainText } from './help.ts';

export interface Excerpt {
  /** 1-based line of the first one. */
  readonly first: number;
  readonly lines: readonly string[];
}

export interface HtmlInput {
  readonly report: Report;
  readonly help: ReadonlyMap<string, Help>;
  /** Places are told relative to it. */
  readonly folder: string;
  readonly version: string;
  readonly privacy: string;
  /** By `file:line`. */
  readonly excerpts: ReadonlyMap<string, Excerpt>;
  readonly statistics: readonly StatisticsLine[];
  readonly readerNotes: readonly TimelineNote[];
  readonly assets: {
    readonly script: string;
    readonly style: string;
    /** `sha256-…` of their bytes. */
    readonly scriptHash: string;
    readonly styleHash: string;
  };
  /** The recording for the picture, or why there is none. */
  readonly picture: { readonly trace: string; readonly data: string } | { readonly missing: string };
}

/** What filters call shorter, in the words of the legend. */
const STATE_WORDS: Readonly<Record<string, string>> = {
  running: 'Running',
  native: 'Blocking call',
  ready: 'Ready',
  await: 'Await',
  lock: 'Lock',
  io: 'I/O',
  unknown: 'Unknown',
  timer: 'Timer',
  message: 'Message',
};

/** The page, in parts to be written one after the other. */
export function toHtml(input: HtmlInput): string[] {
  return new Page(input).parts();
}

/** Text for content and for quoted attributes. Control characters would be lost or change what stands around them. */
export function escape(text: string): string {
  return (
    text
      // oxlint-disable-next-line no-control-regex -- control characters are what this looks for
      .replaceAll(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\u202a-\u202e\u2066-\u2069]|\p{Surrogate}/gu, '\uFFFD')
      .replaceAll('&', '&amp;')
      .replaceAll('<', '&lt;')
      .replaceAll('>', '&gt;')
      .replaceAll('"', '&quot;')
      .replaceAll("'", '&#39;')
  );
}

/** Prose of ours, or of docs/findings.md, in which code stands between backticks. */
function rich(text: string): string {
  return escape(plainText(text)).replaceAll(/`([^`]+)`/g, '<code>$1</code>');
}

/** JSON inside a script element: no character of it can end the element. */
export function scriptJson(json: string): string {
  return json.replaceAll(/[<\u2028-\u202e\u2066-\u2069]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

const MAX_STATISTICS = 20;
/** Lines of the list at the top; the others are behind a line that opens. */
const MAX_CONTENTS = 20;
const SEVERITIES: readonly (readonly [severity: Finding['severity'], one: string, many: string])[] = [
  ['error', 'error', 'errors'],
  ['warning', 'warning', 'warnings'],
  ['info', 'info', 'infos'],
  ['hint', 'hint', 'hints'],
];

class Page {
  readonly #input: HtmlInput;

  constructor(input: HtmlInput) {
    this.#input = input;
  }

  parts(): string[] {
    const { report, assets, picture } = this.#input;
    const hasPicture = 'trace' in picture;
    return [
      this.#head(hasPicture),
      '<body class="report">\n<main>\n',
      this.#summary(),
      this.#contents(),
      this.#picture(),
      this.#readerNotes(),
      '<section id="findings" class="page">\n<h2>Findings</h2>\n',
      ...(report.findings.length === 0 ? [`<p>${escape(this.#clean())}</p>\n`] : report.findings.map((finding) => this.#finding(finding))),
      '</section>\n',
      this.#suppressed(report.suppressedFindings ?? []),
      this.#pending(report.pending),
      this.#statistics(),
      this.#notes(),
      '</main>\n',
      ...(hasPicture
        ? [
            `<script type="application/json" id="interleave-data">${scriptJson(picture.data)}</script>\n<script type="text/plain" id="interleave-trace">`,
            picture.trace,
            '</script>\n<script>',
            assets.script,
            '</script>\n',
          ]
        : []),
      '</body>\n</html>\n',
    ];
  }

  #head(hasPicture: boolean): string {
    const { assets, report } = this.#input;
    const policy = [
      "default-src 'none'",
      hasPicture ? `script-src '${assets.scriptHash}'` : "script-src 'none'",
      `style-src '${assets.styleHash}'`,
      'img-src data:',
      "base-uri 'none'",
      "form-action 'none'",
      "require-trusted-types-for 'script'",
      "trusted-types 'none'",
    ].join('; ');
    return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<link rel="icon" href="data:,">
<title>${escape(`Interleave: ${report.run.command.join(' ')}`)}</title>
<style>${assets.style}</style>
</head>
`;
  }

  #summary(): string {
    const { report, version, privacy } = this.#input;
    const { run } = report;
    const ended =
      run.signal !== null
        ? `ended by ${run.signal}`
        : run.exitCode === null
          ? 'still ran when the recording ended'
          : `exit status ${run.exitCode}`;
    const facts: (readonly [string, string])[] = [
      ['Started', run.startedAt],
      ['Lasted', duration(run.durationMs)],
      ['Ended', ended],
      ...(run.window === undefined ? [] : [['Looked at', partOf(run.window)] as const]),
      ['Node', run.node],
      ['Processes, threads', `${number(run.processes)}, ${number(run.threads)}`],
      ['Tasks, events', `${number(run.tasks)}, ${number(run.events)}`],
      ['Level', run.level],
      ...(run.droppedEvents > 0 ? [['Dropped events', number(run.droppedEvents)] as const] : []),
    ];
    const incomplete = run.incomplete
      .map((sentence) => `<p class="r-incomplete"><strong>Incomplete:</strong> ${escape(sentence)}</p>\n`)
      .join('');
    return `<header class="page">
<h1>Interleave</h1>
<p class="r-command"><code>${escape(run.command.join(' '))}</code></p>
${incomplete}<dl class="r-facts">${facts.map(([name, value]) => `<div><dt>${name}</dt><dd>${escape(value)}</dd></div>`).join('')}</dl>
<p class="r-quiet">${escape(privacy)} Written by Interleave ${escape(version)}.</p>
</header>
`;
  }

  #contents(): string {
    const { findings, notes } = this.#input.report;
    if (findings.length === 0) return '';
    const lines = findings.map((finding) => {
      const [at] = finding.locations;
      const place = at === undefined ? '' : ` <span class="r-quiet">${escape(this.#place(at))}</span>`;
      return `<li>${badge(finding)} <a href="#${escape(finding.id)}">${rich(finding.message)}</a>${place}</li>\n`;
    });
    const counts = SEVERITIES.map(([severity, one, many]) => {
      const count = findings.filter((finding) => finding.severity === severity).length;
      return count === 0 ? '' : `${count} ${count === 1 ? one : many}`;
    });
    const unlisted = notes.filter((note) => note.endsWith('are not listed.') || note.endsWith('is not listed.'));
    // A long list would keep the timeline out of sight.
    const more =
      lines.length <= MAX_CONTENTS + 1
        ? ''
        : `<details><summary>${lines.length - MAX_CONTENTS} more</summary>\n<ol class="r-contents" start="${MAX_CONTENTS + 1}">\n${lines.splice(MAX_CONTENTS).join('')}</ol></details>\n`;
    return `<nav class="page" aria-label="Findings"><p class="r-counts">${counts.filter(Boolean).join(', ')}${unlisted.map((note) => `. ${escape(note)}`).join('')}</p>
<ol class="r-contents">\n${lines.join('')}</ol>\n${more}</nav>\n`;
  }

  #picture(): string {
    const { picture } = this.#input;
    const status =
      'trace' in picture
        ? 'The timeline needs scripts, which do not run here. Everything that it says about the findings is in the text below.'
        : picture.missing;
    return `<section aria-labelledby="timeline-title">
<div class="page"><h2 id="timeline-title">Timeline</h2>
<p id="picture-status" class="r-quiet" role="status">${escape(status)}</p></div>
<div id="picture"></div>
</section>
`;
  }

  #clean(): string {
    const { report } = this.#input;
    if (report.run.window !== undefined) return 'Nothing was found in the part of the run that was looked at.';
    if (report.run.incomplete.length > 0) return 'Nothing was found in what was recorded, which is not everything.';
    return 'No problems were found in what ran. A clean run is not a proof.';
  }

  #finding(finding: Finding): string {
    const help = this.#input.help.get(finding.kind);
    const certainty = finding.verdict === 'observed' ? 'observed: it happened in this run' : 'predicted: nothing keeps it from happening';
    const times = finding.occurrences > 1 ? ` · ${number(finding.occurrences)} times` : '';
    const why = finding.why.map((sentence) => `<li>${rich(sentence)}</li>`).join('');
    return `<article id="${escape(finding.id)}" class="r-finding ${escape(finding.severity)}">
<h3>${badge(finding)} ${rich(finding.message)}</h3>
<p class="r-quiet"><code>${escape(finding.kind)}</code> · ${certainty} · confidence ${Math.round(finding.confidence * 100)} %${times}
<button type="button" data-finding="${escape(finding.id)}" hidden>Show in the timeline</button></p>
${why === '' ? '' : `<h4>Why</h4>\n<ul>${why}</ul>\n`}<h4>Where</h4>
${finding.locations.map((at) => this.#location(at)).join('')}${this.#scenario(finding)}${
      help === undefined
        ? ''
        : `<div class="r-help" data-help="${escape(finding.kind.replaceAll('.', ''))}"><h4>What it means</h4>\n<p>${rich(help.summary)}</p>\n${help.fix === '' ? '' : `<h4>Fix</h4>\n<p>${rich(help.fix)}</p>\n`}</div>\n`
    }<p class="r-quiet">To accept it, write <code>// interleave-ignore ${escape(finding.kind)} -- reason</code> on the line or above it. Fingerprint <code>${escape(finding.fingerprint)}</code>.</p>
</article>
`;
  }

  #location(at: FindingLocation): string {
    const within = at.function === '' ? '' : ` in <code>${escape(at.function)}</code>`;
    const key = `${at.file}:${at.line}`;
    return `<div class="r-place" data-place="${escape(key)}"><p><strong>${escape(roleText(at))}</strong>${within} · ${escape(this.#place(at))}</p>${this.#excerpt(key, at.line)}</div>\n`;
  }

  #excerpt(key: string, line: number): string {
    const excerpt = this.#input.excerpts.get(key);
    if (excerpt === undefined) return '';
    const width = String(excerpt.first + excerpt.lines.length).length;
    const lines = excerpt.lines.map((text, i) => {
      const number = excerpt.first + i;
      const html = `${String(number).padStart(width)}  ${escape(text)}`;
      return number === line ? `<mark>${html}</mark>` : html;
    });
    return `<pre>${lines.join('\n')}</pre>`;
  }

  /** Both orders as tables: a column for each task, a row for each step. */
  #scenario({ scenario }: Finding): string {
    if (scenario === undefined) return '';
    const table = (title: string, steps: readonly ScenarioStep[]): string => {
      if (steps.length === 0) return '';
      const rows = steps.map((step) => {
        const at = step.location === null ? '' : ` <span class="r-quiet">${escape(this.#place(step.location))}</span>`;
        const cells = scenario.lanes.map((_, lane) => `<td>${lane === step.lane ? `${rich(step.text)}${at}` : ''}</td>`);
        return `<tr>${cells.join('')}</tr>`;
      });
      const heads = distinctLanes(scenario.lanes)
        .map((lane) => `<th scope="col">${rich(lane)}</th>`)
        .join('');
      return `<table class="r-order"><caption>${escape(title)}</caption><thead><tr>${heads}</tr></thead><tbody>${rows.join('')}</tbody></table>\n`;
    };
    return (
      table('What happened', scenario.happened) + table(scenario.otherTitle === '' ? 'Another order' : scenario.otherTitle, scenario.other)
    );
  }

  #suppressed(suppressed: readonly SuppressedFinding[]): string {
    const { report } = this.#input;
    if (report.suppressed === 0) return '';
    const lines = suppressed.map(({ finding, by, reason }) => {
      const [at] = finding.locations;
      return `<li><code>${escape(finding.kind)}</code> ${rich(finding.message)} <span class="r-quiet">${at === undefined ? '' : escape(this.#place(at))}</span> — ${by === 'comment' ? 'by a comment' : 'by the configuration'}: ${escape(reason)}</li>\n`;
    });
    return `<section class="page"><h2>Suppressed</h2>\n<p>${number(report.suppressed)} suppressed.</p>\n<ul>\n${lines.join('')}</ul></section>\n`;
  }

  #pending(nodes: readonly PendingNode[]): string {
    const tree =
      nodes.length === 0 ? '<p>Nothing was pending.</p>' : `<ul class="r-pending">\n${nodes.map((node) => this.#node(node)).join('')}</ul>`;
    return `<section id="pending" class="page"><h2>Pending at the end</h2>\n${tree}</section>\n`;
  }

  #node(node: PendingNode): string {
    const times = node.count > 1 ? ` ×${number(node.count)}` : '';
    const [at] = node.locations;
    const woken = node.wokenBy === null ? '' : ` · to be woken by ${escape(this.#place(node.wokenBy))}`;
    const children = node.children.length === 0 ? '' : `<ul>\n${node.children.map((child) => this.#node(child)).join('')}</ul>`;
    const place = at === undefined ? '' : ` <span class="r-quiet">${escape(this.#place(at))}</span>`;
    return `<li><strong>${escape(node.task)}</strong>${times} ${escape(waitText(node))}${place} <span class="r-quiet">for ${duration(node.sinceMs)}${woken}</span>${children}</li>\n`;
  }

  #statistics(): string {
    const { statistics } = this.#input;
    const table = (by: StatisticsLine['by'], title: string, what: string): string => {
      const lines = statistics.filter((line) => line.by === by).slice(0, MAX_STATISTICS);
      if (lines.length === 0) return '';
      const rows = lines.map(
        ({ name, count, totalNs, p50Ns, p95Ns, maxNs }) =>
          `<tr><th scope="row">${escape(by === 'state' ? (STATE_WORDS[name] ?? name) : name)}</th><td>${number(count)}</td>${[totalNs, p50Ns, p95Ns, maxNs].map((ns) => `<td>${duration(ns / 1e6)}</td>`).join('')}</tr>`,
      );
      return `<table class="r-figures"><caption>${title}</caption><thead><tr><th scope="col">${what}</th>${['Count', 'Total', 'Median', '95 %', 'Longest'].map((head) => `<th scope="col">${head}</th>`).join('')}</tr></thead><tbody>${rows.join('')}</tbody></table>\n`;
    };
    const tables =
      table('state', 'What tasks did', 'State') +
      table('task', 'Tasks', 'Task') +
      table('site', 'Waits by place', 'Place') +
      table('lock', 'Waiting for locks', 'Lock') +
      table('thread', 'Busy threads', 'Thread');
    return tables === '' ? '' : `<section id="statistics" class="page"><h2>Statistics</h2>\n${tables}</section>\n`;
  }

  #readerNotes(): string {
    const { readerNotes } = this.#input;
    if (readerNotes.length === 0) return '';
    const items = readerNotes.map(({ fromNs, toNs, text }) => {
      const when = toNs > fromNs ? `${duration(fromNs / 1e6)} to ${duration(toNs / 1e6)}` : duration(fromNs / 1e6);
      return `<li><strong>${when}</strong> <span class="r-note">${escape(text)}</span></li>\n`;
    });
    return `<section id="reader-notes" class="page"><h2>Notes of the reader</h2>\n<ol>\n${items.join('')}</ol></section>\n`;
  }

  #notes(): string {
    const { notes } = this.#input.report;
    if (notes.length === 0) return '';
    return `<section class="page"><h2>Notes</h2>\n<ul>${notes.map((note) => `<li>${escape(note)}</li>`).join('')}</ul></section>\n`;
  }

  #place({ file, line, column }: { readonly file: string; readonly line: number; readonly column: number }): string {
    const { folder } = this.#input;
    const base = folder.endsWith('/') || folder.endsWith('\\') ? folder : `${folder}${folder.includes('\\') ? '\\' : '/'}`;
    return `${file.startsWith(base) ? file.slice(base.length) : file}:${line}:${column}`;
  }
}

function badge({ severity }: Finding): string {
  return `<span class="r-badge ${escape(severity)}">${escape(severity)}</span>`;
}

function number(value: number): string {
  return String(value).replaceAll(/\B(?=(?:\d{3})+$)/g, '\u202f');
}

function duration(ms: number): string {
  if (!Number.isFinite(ms)) return '?';
  if (ms < 1) return `${Math.round(ms * 1000)} µs`;
  if (ms < 1000) return `${ms < 10 ? ms.toFixed(1) : Math.round(ms)} ms`;
  return ms < 60_000 ? `${(ms / 1000).toFixed(1)} s` : `${Math.floor(ms / 60_000)} min ${Math.round((ms % 60_000) / 1000)} s`;
}
