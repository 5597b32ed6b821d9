/** From places in the trace to places in the author's source. */
import type { Trace } from '../model/trace.ts';
import type { AnalysisOptions } from './analyze.ts';
import type { DraftPlace, FindingLocation } from './finding.ts';
import { valueText } from './shared/values.ts';

/** What the author calls a function; '' for a module and for what has no name. */
function authorName(trace: Trace, fn: number): string {
  const name = trace.functions[fn]?.name ?? '';
  return name === '(anonymous)' ? '' : name;
}

/** Location of a site in the author's source; undefined when the site is not known. */
export function locateSite(trace: Trace, options: AnalysisOptions, site: number, role: string): FindingLocation | undefined {
  const row = trace.site(site);
  if (row === undefined) return undefined;
  const at = options.locate(row.file, row.line, row.column);
  return { file: at.file, line: at.line, column: at.column, role, function: authorName(trace, row.function) };
}

/** Around the file of a line in a text, which does not know yet in which file the finding itself will be: no source has these characters. */
const [OPEN, CLOSE] = ['\u0001', '\u0002'];
const FILES = new RegExp(`${OPEN}([^${CLOSE}]*)${CLOSE}`, 'g');

/** `line 12` of a site, in the author's source, for texts of a draft: `textIn` completes them. */
export function lineText(trace: Trace, options: AnalysisOptions, site: number): string {
  const row = trace.site(site);
  if (row === undefined) return 'line 0';
  const { file, line } = options.locate(row.file, row.line, row.column);
  return `line ${line}${OPEN}${file}${CLOSE}`;
}

/** A text of a draft as it is read in a file: lines of other files say which (`line 12 of store.js`). */
export function textIn(home: string, text: string): string {
  return text.replace(FILES, (_, file: string) => {
    if (file === home) return '';
    const isNamedAlike = endOfPath(file, 1) === endOfPath(home, 1);
    return ` of ${endOfPath(file, isNamedAlike ? 2 : 1)}`;
  });
}

/** `store.js` or, with two parts, `shop/store.js`. */
export function endOfPath(path: string, parts: number): string {
  return path.split(/[\\/]/).slice(-parts).join('/');
}

/** When an access took place, and what it read or wrote where that was asked for. */
export function accessFacts(trace: Trace, access: number | undefined): Pick<FindingLocation, 'atMs' | 'value'> {
  if (access === undefined) return {};
  const ns = trace.segments.startNs.at(trace.accesses.segment.at(access)) - trace.run.originNs;
  const value = valueText(trace, access);
  return { atMs: Math.round(ns / 1e3) / 1e3, ...(value !== undefined && { value }) };
}

function locatePlace(trace: Trace, options: AnalysisOptions, place: DraftPlace): FindingLocation | undefined {
  if ('site' in place) {
    const location = locateSite(trace, options, place.site, place.role);
    return location && { ...location, ...accessFacts(trace, place.access) };
  }
  if ('fn' in place) {
    const fn = trace.functions[place.fn];
    if (fn === undefined) return undefined;
    const at = options.locate(fn.file, fn.line, fn.column);
    return { file: at.file, line: at.line, column: at.column, role: place.role, function: authorName(trace, place.fn) };
  }
  const frame = options.locateFrame(place.frame, place.printed);
  return frame === undefined
    ? undefined
    : { file: frame.file, line: frame.line, column: frame.column, role: place.role, function: frame.function };
}

/** Locations of the places that are known, in order, each once. */
export function locationsOf(trace: Trace, options: AnalysisOptions, places: readonly DraftPlace[]): FindingLocation[] {
  const found: FindingLocation[] = [];
  for (const place of places) {
    const location = locatePlace(trace, options, place);
    if (location === undefined) continue;
    if (!found.some((l) => l.file === location.file && l.line === location.line && l.column === location.column)) found.push(location);
  }
  return found;
}
