/** A finding as one picture: its two orders as swimlanes, tasks as columns and time downwards, in an SVG that needs nothing else. Pure; all texts go through `escape`. */
import type { SourcePlace, TimelineFinding, TimelineStep } from './requests.ts';

const LANE = 250;
const NUMBER = 34;
const GAP = 28;
const MARGIN = 20;
const PAD = 10;
const LINE = 16;
const HEAD = 30;
/** Widths of a character, on the safe side: nothing measures a text here. */
const SANS_PX = 6.7;
const MONO_PX = 6.7;
/** More columns than this in all: one order below the other. */
const MAX_ABREAST = 4;

interface Part {
  readonly text: string;
  readonly isCode: boolean;
}

const STYLE = `
svg { --back: #ffffff; --text: #1f2328; --quiet: #59636e; --box: #f3f6fa; --edge: #8c959f; --error: #c4261d; --warning: #8a5a00; --info: #0b5cad; font: 12px system-ui, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif; }
@media (prefers-color-scheme: dark) { svg { --back: #1f1f1f; --text: #e6e6e6; --quiet: #a8b0b8; --box: #2b2f36; --edge: #7d8590; --error: #ff8a80; --warning: #e5b95c; --info: #7cb8ff; } }
@media (forced-colors: active) { svg { --back: Canvas; --text: CanvasText; --quiet: CanvasText; --box: Canvas; --edge: CanvasText; --error: CanvasText; --warning: CanvasText; --info: CanvasText; } }
.back { fill: var(--back); }
text { fill: var(--text); white-space: pre; }
.quiet { fill: var(--quiet); }
.title { font-size: 14px; font-weight: 600; }
.kind, .caption, .lane { font-weight: 600; }
.error { fill: var(--error); } .warning { fill: var(--warning); } .info, .hint { fill: var(--info); }
.code { font-family: ui-monospace, "Cascadia Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace; font-size: 11px; }
.title .code { font-size: 13px; }
.box { fill: var(--box); stroke: var(--edge); }
.life { stroke: var(--edge); stroke-dasharray: 2 4; }
.rule { stroke: var(--edge); }`;

/** The picture; undefined when the finding has no order to show. `lineOf`: the code on a line, '' where it is not known. */
export function findingSvg(finding: TimelineFinding, lineOf: (place: SourcePlace) => string): string | undefined {
  const { scenario } = finding;
  if (scenario === undefined || scenario.happened.length === 0) return undefined;
  return new Drawing(finding, scenario, lineOf).toString();
}

/** What the picture is called as a file, without its ending. */
export function findingSvgName({ kind, locations: [at] }: TimelineFinding): string {
  return [kind, ...(at === undefined ? [] : [baseName(at.file), at.line])].join('-').replaceAll(/[^\w.-]+/g, '-');
}

/** Two calls of one function are two tasks: `work (1)` and `work (2)`. */
export function distinctLanes(lanes: readonly string[]): string[] {
  return lanes.map((lane, i) =>
    lanes.indexOf(lane) === lanes.lastIndexOf(lane) ? lane : `${lane} (${lanes.slice(0, i + 1).filter((each) => each === lane).length})`,
  );
}

class Drawing {
  readonly #finding: TimelineFinding;
  readonly #lineOf: (place: SourcePlace) => string;
  readonly #lanes: readonly string[];
  readonly #orders: readonly (readonly [title: string, steps: readonly TimelineStep[]])[];
  readonly #parts: string[] = [];

  constructor(finding: TimelineFinding, scenario: NonNullable<TimelineFinding['scenario']>, lineOf: (place: SourcePlace) => string) {
    this.#finding = finding;
    this.#lineOf = lineOf;
    this.#lanes = distinctLanes(scenario.lanes);
    const orders: [string, readonly TimelineStep[]][] = [
      [finding.verdict === 'observed' ? 'What happened' : 'What can happen', scenario.happened],
      [scenario.otherTitle, scenario.other],
    ];
    this.#orders = orders.filter(([, steps]) => steps.length > 0);
  }

  toString(): string {
    const { message, kind, severity, verdict, confidence, why } = this.#finding;
    const orderWidth = NUMBER + this.#lanes.length * LANE;
    const isAbreast = this.#orders.length * this.#lanes.length <= MAX_ABREAST;
    const width = 2 * MARGIN + (isAbreast ? this.#orders.length * (orderWidth + GAP) - GAP : orderWidth);
    let y = MARGIN + 12;
    this.#text(MARGIN, y, kind, `kind ${severity}`);
    const certainty = verdict === 'observed' ? 'observed in this run' : 'possible in another order';
    this.#text(MARGIN + (kind.length + 2) * 7.5, y, `${certainty} · confidence ${Math.round(confidence * 100)} %`, 'quiet');
    y += 22;
    y = this.#paragraph(MARGIN, y, message, width - 2 * MARGIN, 'title', 8) + 10;
    let bottom = y;
    this.#orders.forEach(([title, steps], i) => {
      const end = this.#order(MARGIN + (isAbreast ? i * (orderWidth + GAP) : 0), isAbreast ? y : bottom, title, steps);
      bottom = isAbreast ? Math.max(bottom, end) : end + 16;
    });
    for (const reason of why) bottom = this.#paragraph(MARGIN, bottom + 18, `• ${reason}`, width - 2 * MARGIN, 'quiet') - LINE;
    const height = Math.ceil(bottom + MARGIN);
    return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img">
<title>${escape(`${kind}: ${plain(message)}`)}</title>
<desc>${escape(this.#inWords())}</desc>
<style>${STYLE}
</style>
<rect class="back" width="${width}" height="${height}"/>
${this.#parts.join('\n')}
</svg>
`;
  }

  /** The same for who does not see it. */
  #inWords(): string {
    return this.#orders
      .map(([title, steps]) => {
        const words = steps.map(
          ({ lane, text, location }, i) =>
            `${i + 1}. ${this.#lanes[lane] ?? ''} ${text}${location === null ? '' : ` (${placeOf(location)})`}`,
        );
        return `${title}: ${words.join('; ')}.`;
      })
      .join(' ');
  }

  /** One order, from its caption to the ends of its lanes; returns where it ends. */
  #order(left: number, top: number, title: string, steps: readonly TimelineStep[]): number {
    this.#text(left, top + 14, title, 'caption');
    let y = top + 24;
    this.#parts.push(`<line class="rule" x1="${left}" y1="${y}" x2="${left + NUMBER + this.#lanes.length * LANE}" y2="${y}"/>`);
    this.#lanes.forEach((lane, i) => this.#text(left + NUMBER + i * LANE + PAD, y + 20, cut(lane, (LANE - 2 * PAD) / 7.4), 'lane'));
    y += HEAD;
    const lifes = this.#parts.length;
    const from = y;
    steps.forEach((step, i) => {
      y = this.#step(left, y, i, step) + 8;
    });
    const lines = this.#lanes.map((_, i) => {
      const x = left + NUMBER + (i + 0.5) * LANE;
      return `<line class="life" x1="${x}" y1="${from}" x2="${x}" y2="${y}"/>`;
    });
    // Below the boxes.
    this.#parts.splice(lifes, 0, ...lines);
    return y;
  }

  #step(left: number, top: number, i: number, step: TimelineStep): number {
    const room = LANE - 4 * PAD;
    const lines = wrap(step.text, room / SANS_PX);
    const code = step.location === null ? '' : this.#lineOf(step.location).trim();
    const height = PAD + lines.length * LINE + (code === '' ? 0 : LINE) + (step.location === null ? 0 : LINE) + 4;
    const x = left + NUMBER + step.lane * LANE + PAD;
    this.#text(left, top + LINE + 2, String(i + 1), 'quiet');
    this.#parts.push(`<rect class="box" x="${x}" y="${top}" width="${LANE - 2 * PAD}" height="${height}" rx="3"/>`);
    let y = top + LINE + 2;
    for (const line of lines) {
      this.#line(x + PAD, y, line, '');
      y += LINE;
    }
    if (step.location !== null) {
      const place = placeOf(step.location);
      this.#text(x + PAD, y, cut(place, room / SANS_PX), 'quiet', place);
      y += LINE;
    }
    if (code !== '') this.#text(x + PAD, y, cut(code, room / MONO_PX), 'code', code);
    return top + height;
  }

  #paragraph(x: number, top: number, text: string, room: number, css: string, charPx = SANS_PX): number {
    let y = top;
    for (const line of wrap(text, room / charPx)) {
      this.#line(x, y, line, css);
      y += LINE + 2;
    }
    return y;
  }

  #line(x: number, y: number, parts: readonly Part[], css: string): void {
    const spans = parts.map(({ text, isCode }) => (isCode ? `<tspan class="code">${escape(text)}</tspan>` : escape(text)));
    this.#parts.push(`<text x="${x}" y="${y}"${css === '' ? '' : ` class="${css}"`}>${spans.join('')}</text>`);
  }

  /** `whole`: what a pointer is told of a text that was cut. */
  #text(x: number, y: number, text: string, css: string, whole = text): void {
    const title = whole === text ? '' : `<title>${escape(whole)}</title>`;
    this.#parts.push(`<text x="${x}" y="${y}" class="${css}">${title}${escape(text)}</text>`);
  }
}

/** Words of ours, in which code stands between backticks, as lines of at most so many characters. */
function wrap(text: string, room: number): Part[][] {
  const lines: Part[][] = [[]];
  let used = 0;
  text.split(/`([^`]+)`/).forEach((part, i) => {
    for (const word of part.split(/(?<= )/)) {
      // Longer than a line: what has no blanks is cut anywhere.
      for (let at = 0; at < word.length; at += Math.floor(room)) {
        const piece = word.slice(at, at + Math.floor(room));
        if (used > 0 && used + widthOf(piece.trimEnd()) > room) {
          lines.push([]);
          used = 0;
        }
        lines.at(-1)?.push({ text: piece, isCode: i % 2 === 1 });
        used += widthOf(piece);
      }
    }
  });
  return lines;
}

function cut(text: string, room: number): string {
  return widthOf(text) <= room ? text : `${text.slice(0, Math.max(1, Math.floor(room) - 1))}…`;
}

/** In characters; those of East Asian scripts are twice as wide. */
function widthOf(text: string): number {
  return text.length + (text.match(/[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60]/g)?.length ?? 0);
}

function placeOf(place: SourcePlace): string {
  return `${baseName(place.file)}:${place.line}`;
}

function baseName(file: string): string {
  return file.slice(Math.max(file.lastIndexOf('/'), file.lastIndexOf('\\')) + 1);
}

function plain(text: string): string {
  return text.replaceAll('`', '');
}

function escape(text: string): string {
  return (
    text
      // oxlint-disable-next-line no-control-regex -- XML has no place for them
      .replaceAll(/[\u0000-\u001f\u007f\ufffe\uffff\u202a-\u202e\u2066-\u2069]|\p{Surrogate}/gu, '\uFFFD')
      .replaceAll('&', '&amp;')
      .replaceAll('<', '&lt;')
      .replaceAll('>', '&gt;')
      .replaceAll('"', '&quot;')
  );
}
