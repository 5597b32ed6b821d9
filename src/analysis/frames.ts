/**
 * Stack frames that the watchdog read from a running thread: their positions are those of the transformed text, whose lines are the author's but whose columns
 * are not. So a frame in a transformed file becomes the site on its line.
 */
import { NONE } from '../model/ids.ts';
import type { Trace } from '../model/trace.ts';
import type { DraftPlace } from './finding.ts';
import { lastName } from './names.ts';

const FRAME = /^(?<fn>.*?) ?(?<file>\S+):(?<line>\d+):(?<column>\d+)$/;
/** A name from the source, not what a function without one was registered for. */
const IS_NAME = /^[\w$.#]+$/;

/** The place of a frame 'function file:line:column'. */
export function placeOfFrame(trace: Trace, frame: string, role: string): DraftPlace {
  const groups = FRAME.exec(frame)?.groups;
  const file = groups?.['file'] ?? '';
  const line = Number(groups?.['line']);
  if (groups === undefined || !trace.files.some((f) => samePath(f.path, file))) return { frame, role };
  // Several functions may share the line: `app.get('/', (request, response) => …)`.
  const name = groups['fn'] ?? '';
  const isOfFrame = (site: number): boolean => {
    const own = trace.functions[trace.functionAt(site)]?.name ?? '';
    return IS_NAME.test(name) ? lastName(own) === lastName(name) : own !== '' && !IS_NAME.test(own);
  };
  const onLine = sitesOnLine(trace, frame);
  const inFrame = onLine.filter(isOfFrame);
  let best = -1;
  for (const site of inFrame.length > 0 ? inFrame : onLine) {
    if (best < 0 || (trace.sites[site]?.column ?? 0) < (trace.sites[best]?.column ?? 0)) best = site;
  }
  return best >= 0 ? { site: best, role } : { frame: `${groups['fn'] ?? ''} ${file}:${line}:1`, role };
}

/** The sites on the line of a frame, also of one that V8 prints (`function (file:line:column)`). */
export function sitesOnLine(trace: Trace, frame: string): number[] {
  const groups = FRAME.exec(frame.replace(/\((\S+)\)$/, '$1'))?.groups;
  const line = Number(groups?.['line']);
  const index = groups === undefined ? -1 : trace.files.findIndex((f) => samePath(f.path, groups['file'] ?? ''));
  return index < 0 ? [] : [...trace.sites.entries()].flatMap(([site, row]) => (row.file === index && row.line === line ? [site] : []));
}

/** The call that a frame with the right column is at: the last site that begins before it in its line; NONE. */
export function siteOfFrame(trace: Trace, frame: string): number {
  const groups = FRAME.exec(frame)?.groups;
  const file = groups?.['file'] ?? '';
  const [line, column] = [Number(groups?.['line']), Number(groups?.['column']) - 1];
  const index = groups === undefined ? -1 : trace.files.findIndex((f) => samePath(f.path, file));
  if (index < 0) return NONE;
  let best = NONE;
  for (const [site, row] of trace.sites.entries()) {
    if (row.file !== index || row.line !== line || row.column > column) continue;
    if (best === NONE || row.column >= (trace.sites[best]?.column ?? 0)) best = site;
  }
  return best;
}

function samePath(a: string, b: string): boolean {
  const plain = (path: string): string => path.replace(/^file:\/\//, '');
  return plain(a) === plain(b);
}
