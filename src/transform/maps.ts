/** Source maps: from our output to the source as loaded, and on to the author's source when that came with a map. */
import { encode, type SourceMapMappings, type SourceMapSegment } from '@jridgewell/sourcemap-codec';
import { decodedMappings, encodedMappings, FlattenMap, type SectionedSourceMapInput, type TraceMap } from '@jridgewell/trace-mapping';
import type { Output } from './emit/output';

/** The parts of a version 3 map that we write. `sources: null`: the loaded file itself. */
export interface MapText {
  readonly mappings: string;
  readonly names: readonly string[];
  readonly sources: readonly (string | null)[] | null;
  readonly sourcesContent: readonly (string | null)[] | null;
}

/** Decodes the map a source came with; undefined when it is no usable map. Sources are made relative to the loaded file. */
export function readIncoming(text: string, url: string): TraceMap | undefined {
  try {
    const json: unknown = JSON.parse(text.startsWith(')]}') ? text.slice(text.indexOf('\n') + 1) : text);
    if (typeof json !== 'object' || json === null) return undefined;
    // SAFETY: FlattenMap checks the version and the shape itself.
    const map = new FlattenMap(json as SectionedSourceMapInput, url.startsWith('data:') ? undefined : url);
    return decodedMappings(map).length > 0 ? map : undefined;
  } catch {
    return undefined; // a broken map is as good as none
  }
}

/** JSON text of an incoming map with its sources relative to the loaded file. */
export function writeIncoming(map: TraceMap): string {
  const { names, resolvedSources: sources, sourcesContent } = map;
  return JSON.stringify({ version: 3, names, sources, ...(sourcesContent ? { sourcesContent } : {}), mappings: encodedMappings(map) });
}

/** The map of an output. `lineStarts` are those of the source; lines are the same in the output. */
export function buildMap(out: Output, lineStarts: readonly number[], sourceLength: number, incoming: TraceMap | undefined): MapText {
  if (!incoming) return { mappings: encodePlain(out, lineStarts, sourceLength), names: [], sources: null, sourcesContent: null };
  const given = decodedMappings(incoming);
  const mappings: SourceMapMappings = [];
  const { insertions, origins } = out;
  let next = 0;
  for (let line = 0; line < lineStarts.length; line++) {
    const start = lineStarts[line] ?? 0;
    const end = lineStarts[line + 1] ?? sourceLength + 1;
    const segments: SourceMapSegment[] = [];
    const known = given[line] ?? [];
    let at = 0;
    let shift = 0;
    const copyBefore = (column: number): void => {
      for (let segment = known[at]; segment && segment[0] < column; segment = known[++at]) {
        segments.push(moved(segment, segment[0] + shift));
      }
    };
    const here = (column: number, target: number): void => {
      const exact = known[at];
      const covering = exact && exact[0] === column ? exact : known[at - 1];
      segments.push(covering ? moved(covering, target) : [target]);
    };
    for (; next < origins.length && (origins[next] ?? 0) < end; next++) {
      const column = (origins[next] ?? 0) - start;
      const length = insertions[2 * next + 1] ?? 0;
      copyBefore(column);
      here(column, column + shift);
      shift += length;
      here(column, column + shift);
      if (known[at]?.[0] === column) at++;
    }
    copyBefore(Infinity);
    mappings.push(segments);
  }
  return {
    mappings: encode(mappings),
    names: incoming.names,
    sources: incoming.resolvedSources,
    sourcesContent: incoming.sourcesContent ?? null,
  };
}

function moved(segment: SourceMapSegment, column: number): SourceMapSegment {
  const copy: SourceMapSegment = [...segment];
  copy[0] = column;
  return copy;
}

const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** Base 64 variable-length quantity: sign in the lowest bit, five bits a digit, least first. */
function encodeNumber(value: number): string {
  let rest = value < 0 ? (-value << 1) | 1 : value << 1;
  let text = '';
  do {
    const digit = rest & 31;
    rest >>>= 5;
    text += DIGITS[rest > 0 ? digit | 32 : digit];
  } while (rest > 0);
  return text;
}

/** Mappings to the loaded file itself: the start of each line and both ends of each insertion. Written directly, since almost every file needs just this. */
function encodePlain(out: Output, lineStarts: readonly number[], sourceLength: number): string {
  const { insertions, origins } = out;
  let text = '';
  let next = 0;
  let lastColumn = 0;
  for (let line = 0; line < lineStarts.length; line++) {
    const start = lineStarts[line] ?? 0;
    const end = lineStarts[line + 1] ?? sourceLength + 1;
    // Generated column (from 0 on each line), source, source line, source column: each as the difference to the segment before.
    text += `${line > 0 ? ';' : ''}AA${line > 0 ? 'C' : 'A'}${encodeNumber(-lastColumn)}`;
    lastColumn = 0;
    let lastTarget = 0;
    let shift = 0;
    for (; next < origins.length && (origins[next] ?? 0) < end; next++) {
      const column = (origins[next] ?? 0) - start;
      if (column > 0 || shift > 0) text += `,${encodeNumber(column + shift - lastTarget)}AA${encodeNumber(column - lastColumn)}`;
      const length = insertions[2 * next + 1] ?? 0;
      shift += length;
      text += `,${encodeNumber(length)}AAA`;
      lastTarget = column + shift;
      lastColumn = column;
    }
  }
  return text;
}
