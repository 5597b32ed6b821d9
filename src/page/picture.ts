/** The trace in the page: unpacked, read and indexed by the same code as everywhere. */
import { TraceBuilder } from '../model/build/builder.ts';
import { answer } from '../model/query/query.ts';
import type { EngineReply, EngineRequest, SourcePlace, TimelineNote, TimelineReport } from '../model/requests.ts';
import { readChunk } from '../wire/reader.ts';

/** The author's places of a file that a build step made: triples of line, column and index into `places`, as loaded. */
interface MappedFile {
  readonly sources: readonly string[];
  /** Line (1-based), column (0-based), then index of the source, line and column (1-based) of the author. */
  readonly points: readonly number[];
}
/** What host/htmlReport.ts puts into the page beside the trace. */
interface PageData {
  readonly report: TimelineReport;
  readonly readerNotes?: readonly TimelineNote[];
  readonly mapped: Readonly<Record<string, MappedFile>>;
  /** The part of the run that the report is of. */
  readonly window?: { readonly fromMs: number; readonly toMs: number; readonly isCut: boolean };
}

const POINT_WORDS = 5;

export interface Picture {
  readonly report: TimelineReport;
  readonly notes: readonly TimelineNote[];
  answer(request: EngineRequest): EngineReply;
}

/** Rejects when the page holds no trace, or one that this browser cannot unpack. */
export async function openPicture(): Promise<Picture> {
  const data = JSON.parse(document.getElementById('interleave-data')?.textContent ?? 'null') as PageData | null;
  const packed = document.getElementById('interleave-trace')?.textContent ?? '';
  if (data === null || packed === '') throw new Error('there is no recording in this page');
  const bytes = await unpack(packed);
  const builder = new TraceBuilder(data.window?.isCut === true ? data.window.toMs : undefined, data.window?.fromMs);
  for (let result = readChunk(bytes, 0); result.ok; result = readChunk(bytes, result.chunk.end)) {
    try {
      builder.append(result.chunk);
    } catch {
      // A chunk that makes no sense: the report says what is missing.
    }
  }
  builder.close();
  const locate = locator(data.mapped);
  return { report: data.report, notes: data.readerNotes ?? [], answer: (request) => answer(builder.trace, data.report, request, locate) };
}

/** Base64 of gzip. */
async function unpack(base64: string): Promise<Uint8Array> {
  const text = atob(base64.trim());
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i);
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

function locator(mapped: PageData['mapped']): (place: SourcePlace) => SourcePlace {
  const files = new Map<string, Map<string, SourcePlace>>();
  for (const [file, { sources, points }] of Object.entries(mapped)) {
    const places = new Map<string, SourcePlace>();
    for (let i = 0; i + POINT_WORDS <= points.length; i += POINT_WORDS) {
      const [line, column, source, authorLine, authorColumn] = points.slice(i, i + POINT_WORDS) as [number, number, number, number, number];
      places.set(`${line}:${column}`, { file: sources[source] ?? '', line: authorLine, column: authorColumn });
    }
    files.set(file, places);
  }
  return (place) => files.get(place.file)?.get(`${place.line}:${place.column - 1}`) ?? { ...place, file: toPath(place.file) };
}

function toPath(file: string): string {
  if (!/^file:/i.test(file)) return file;
  try {
    const { pathname } = new URL(file);
    return decodeURIComponent(/^\/[a-z]:\//i.test(pathname) ? pathname.slice(1) : pathname);
  } catch {
    return file;
  }
}
