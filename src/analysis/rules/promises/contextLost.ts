/**
 * context.lost: a function was made where an AsyncLocalStorage had a store, and finds none when it runs: something in between (a queue, an emitter, a pool) called it later on
 * somebody else's behalf (detection.md §5). Known from two things: the function stands in the callback of `run`, or in a function that always ran with a store.
 */
import { addTo } from '../../../base/lists.ts';
import { NONE } from '../../../model/ids.ts';
import { CONTEXT_EMPTY, CONTEXT_FOUND, CONTEXT_LEAVE, CONTEXT_RUN } from '../../../model/vocabulary.ts';
import type { ContextRow, Trace } from '../../../model/trace.ts';
import type { AnalysisContext, Rule } from '../../analyze.ts';
import type { Draft } from '../../finding.ts';
import { siteOfFrame } from '../../frames.ts';
import { functionLabel } from '../../names.ts';

export const contextLostRule: Rule = { kinds: ['context.lost'], run: findLost };

/** Frames beyond these belong to whoever set the store, not to who has it. */
const BOUNDARY = /AsyncLocalStorage\.|runInAsyncScope|async_context_frame|node:async_hooks|node:internal\/async_local_storage/;

function findLost({ trace, options }: AnalysisContext): Draft[] {
  const storages = new Map<string, ContextRow[]>();
  for (const row of trace.contexts) {
    const key = `${row.thread} ${row.storage}`;
    addTo(storages, key, row);
  }
  const drafts: Draft[] = [];
  for (const rows of storages.values()) {
    if (options.isCancelled()) break;
    // Left on purpose somewhere: then having none may be meant.
    if (rows.some((row) => row.kind === CONTEXT_LEAVE)) continue;
    drafts.push(...judge(trace, rows));
  }
  return drafts;
}

function judge(trace: Trace, rows: readonly ContextRow[]): Draft[] {
  const callbacks = new Set(rows.filter((row) => row.kind === CONTEXT_RUN).map((row) => callbackOf(trace, row)));
  callbacks.delete(NONE);
  const bearing = new Set<number>();
  const empty = new Set<number>();
  for (const row of rows) {
    if (row.kind === CONTEXT_FOUND) for (const { fn } of ownFrames(trace, row)) bearing.add(fn);
    else if (row.kind === CONTEXT_EMPTY) for (const { fn } of ownFrames(trace, row)) empty.add(fn);
  }
  const drafts: Draft[] = [];
  for (const row of rows) {
    if (row.kind !== CONTEXT_EMPTY) continue;
    const frames = ownFrames(trace, row);
    const at = frames.findIndex(({ fn }) => madeWith(trace, fn, callbacks, bearing, empty) !== NONE);
    const lost = frames[at];
    if (lost === undefined) continue;
    const maker = madeWith(trace, lost.fn, callbacks, bearing, empty);
    const name = trace.functions[maker]?.name ?? '';
    const caller = frames[at + 1];
    const read = frames[0];
    drafts.push({
      kind: 'context.lost',
      key: `${lost.fn}`,
      confidence: 0.55,
      verdict: 'observed',
      consequence: false,
      ceiling: 'info',
      message: `The async context is lost here: this function was made${name === '' || name === '(anonymous)' ? '' : ` in ${name}`} while the AsyncLocalStorage had a store, and found none when it ran.`,
      why: [
        caller === undefined
          ? 'it was called from outside of the context in which it was made'
          : `it was called by ${nameOf(trace, caller.fn)}, in another context`,
        'what calls functions later for others (a queue, an emitter, a pool) does not carry their context along: AsyncResource.bind(fn) or AsyncLocalStorage.bind(fn) does',
      ],
      places: [
        { site: lost.site, role: 'runs without its store' },
        { fn: lost.fn, role: 'made with a store' },
        ...(read === undefined || read.site === lost.site ? [] : [{ site: read.site, role: 'reads the store' }]),
        ...(caller === undefined ? [] : [{ site: caller.site, role: 'called from' }]),
      ],
      segments: [row.segment],
      activations: [],
    });
  }
  return drafts;
}

/** The function that must have had a store when `fn` was made in it; NONE. */
function madeWith(
  trace: Trace,
  fn: number,
  callbacks: ReadonlySet<number>,
  bearing: ReadonlySet<number>,
  empty: ReadonlySet<number>,
): number {
  for (let at = parentOf(trace, fn); at !== NONE && parentOf(trace, at) !== NONE; at = parentOf(trace, at)) {
    if (callbacks.has(at) || (bearing.has(at) && !empty.has(at))) return at;
  }
  return NONE;
}

function parentOf(trace: Trace, fn: number): number {
  return trace.functions[fn]?.parentFunction ?? NONE;
}

/** The callback that was given to `run`: around the site that was found in its text, right below the caller of `run` or below the module. */
function callbackOf(trace: Trace, row: ContextRow): number {
  const runner = trace.functionAt(row.site);
  for (let at = trace.functionAt(row.inside); at !== NONE; at = parentOf(trace, at)) {
    const parent = parentOf(trace, at);
    if (parent === runner || (parent !== NONE && parentOf(trace, parent) === NONE)) return at;
  }
  return NONE;
}

interface Frame {
  readonly fn: number;
  readonly site: number;
}

/** Functions of the program on the stack of a reading, innermost first, up to where its context was set. */
function ownFrames(trace: Trace, row: ContextRow): Frame[] {
  const found: Frame[] = [];
  for (const line of row.frames) {
    if (line.startsWith('async ') || BOUNDARY.test(line)) break;
    const site = siteOfFrame(trace, line.replace(/^(.*) \((.*)\)$/, '$1 $2'));
    const fn = trace.functionAt(site);
    if (fn !== NONE) found.push({ fn, site });
  }
  return found;
}

function nameOf(trace: Trace, fn: number): string {
  const row = trace.functions[fn];
  if (row === undefined || row.parentFunction === NONE) return 'the module';
  return functionLabel(trace, fn);
}
