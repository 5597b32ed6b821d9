/** Gathers what an HTML report holds: the private recording, the excerpts of source files, the statistics, and our own script and style. */
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Report } from '../analysis/finding.ts';
import type { StatisticsLine, TimelineNote } from '../model/requests.ts';
import type { Help } from '../report/help.ts';
import { type Excerpt, toHtml } from '../report/html.ts';
import type { Privacy } from './privacy.ts';
import type { ChangeSites } from './privateCopy.ts';
import { SourceMaps } from './sourceMaps.ts';

/** A recording that is larger is left out of the page: browsers take long to open it, and mail and CI refuse it. */
const MAX_PACKED_BYTES = 8 << 20;
const MAX_RAW_BYTES = 96 << 20;
const CONTEXT_LINES = 2;
const MAX_LINE = 240;
/** Of a line of a minified file, so much is looked at. */
const MAX_SOURCE_LINE = 4096;
const MAX_SOURCE_BYTES = 4 << 20;
const MAX_EXCERPTS = 1000;

/** The chunks of a private copy, kept while they are few enough to be put into a page; and where the author's places are. */
export class Recording {
  readonly #parts: Uint8Array[] = [];
  readonly #mapped: Record<string, { sources: string[]; points: number[] }> = {};
  readonly #folder: string;
  #bytes = 0;

  /** `folder`: where the program ran. */
  constructor(folder: string) {
    this.#folder = folder;
  }

  add(bytes: Uint8Array): void {
    this.#bytes += bytes.length;
    if (this.#bytes > MAX_RAW_BYTES) this.#parts.length = 0;
    else this.#parts.push(bytes);
  }

  /** Source maps are large and hold whole sources: the page gets the places that they lead to. */
  readonly changeSites: ChangeSites = (table) => {
    const { file, map } = table;
    if (typeof file !== 'string' || typeof map !== 'string' || map === '') return table;
    const maps = new SourceMaps([{ path: file, hash: '', map, ignores: [], process: 0 }], { cwd: this.#folder });
    const mapped = (this.#mapped[file] ??= { sources: [], points: [] });
    for (const list of [table['sites'], table['functions']]) {
      if (!Array.isArray(list)) continue;
      for (const { line, column } of list as readonly { readonly line?: unknown; readonly column?: unknown }[]) {
        if (typeof line !== 'number' || typeof column !== 'number') continue;
        const at = maps.locate(0, line, column);
        let source = mapped.sources.indexOf(at.file);
        if (source < 0) source = mapped.sources.push(at.file) - 1;
        mapped.points.push(line, column, source, at.line, at.column);
      }
    }
    return { ...table, map: '' };
  };

  pack(): { readonly trace: string; readonly mapped: object } | { readonly missing: string } {
    if (this.#bytes <= MAX_RAW_BYTES) {
      const packed = gzipSync(Buffer.concat(this.#parts));
      if (packed.length <= MAX_PACKED_BYTES) return { trace: packed.toString('base64'), mapped: this.#mapped };
    }
    const size = `${Math.round(this.#bytes / (1 << 20))} MB`;
    return {
      missing: `The recording (${size}) is too large for a page, so there is no picture here; the text is complete. Open the .ilv file in VS Code, or export it for Perfetto.`,
    };
  }
}

export interface HtmlParts {
  readonly report: Report;
  readonly recording: Recording;
  /** Of the private copy. */
  readonly hide: Privacy;
  readonly statistics: readonly StatisticsLine[];
  /** Of the reader; the names of tasks in them are those of this machine. */
  readonly readerNotes: readonly TimelineNote[];
  readonly help: ReadonlyMap<string, Help>;
  readonly folder: string;
  readonly distDir: string;
  readonly version: string;
  readonly privacy: string;
}

/** The page, in parts. Throws when the bundle's own files are missing. */
export function htmlOf({ report, recording, hide, distDir, ...rest }: HtmlParts): string[] {
  const style = ['timeline.css', 'report.css'].map((name) => fs.readFileSync(path.join(distDir, '..', 'media', name), 'utf8')).join('\n');
  const packed = recording.pack();
  // Without a picture there is no script at all.
  const script = 'trace' in packed ? fs.readFileSync(path.join(distDir, 'page.js'), 'utf8') : '';
  const { findings, notes, suppressed } = report;
  const readerNotes = rest.readerNotes.map((note) => ({ ...note, task: '' }));
  return toHtml({
    ...rest,
    report,
    readerNotes,
    privacy: rest.privacy.replace(
      /^Contains /,
      `Contains ${readerNotes.length === 0 ? '' : 'the reader’s notes as they were written, '}excerpts of the source around each finding, `,
    ),
    excerpts: excerptsOf(report, hide),
    assets: { script, style, scriptHash: hash(script), styleHash: hash(style) },
    picture:
      'trace' in packed
        ? {
            trace: packed.trace,
            data: JSON.stringify({
              report: { findings, notes, suppressed },
              mapped: packed.mapped,
              readerNotes,
              window: report.run.window,
            }),
          }
        : packed,
  });
}

function hash(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}

/** Lines around each place of a finding, as they are now. */
function excerptsOf({ findings }: Report, hide: Privacy): Map<string, Excerpt> {
  const files = new Map<string, readonly string[]>();
  const excerpts = new Map<string, Excerpt>();
  for (const { file, line } of findings.flatMap((finding) => finding.locations)) {
    const key = `${file}:${line}`;
    if (excerpts.has(key) || excerpts.size >= MAX_EXCERPTS) continue;
    let lines = files.get(file);
    if (lines === undefined) files.set(file, (lines = readLines(file)));
    if (line > lines.length) continue;
    const first = Math.max(1, line - CONTEXT_LINES);
    const shown = lines.slice(first - 1, line + CONTEXT_LINES).map((text) => hide.source(text.slice(0, MAX_SOURCE_LINE)));
    excerpts.set(key, { first, lines: shown.map((text) => (text.length > MAX_LINE ? `${text.slice(0, MAX_LINE)}…` : text)) });
  }
  return excerpts;
}

function readLines(file: string): readonly string[] {
  try {
    const stat = fs.statSync(file);
    return stat.isFile() && stat.size <= MAX_SOURCE_BYTES ? fs.readFileSync(file, 'utf8').split(/\r?\n/) : [];
  } catch {
    return []; // Moved or deleted since it was recorded, or recorded on another machine.
  }
}
