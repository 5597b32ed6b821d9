/**
 * promise.floating of a call that a test, or its hook, does not wait for (`afterEach(() => { db.clear(); })`), and that changes what the next test is using already: which of the two comes first goes
 * by how long the call takes.
 */
import { NONE } from '../../../model/ids.ts';
import type { FloatRow, Trace } from '../../../model/trace.ts';
import { FLAG_COUNTS_UP } from '../../../model/vocabulary.ts';
import type { AnalysisContext } from '../../analyze.ts';
import type { Draft } from '../../finding.ts';
import { isSetOffBy } from '../../lineage.ts';
import { lineText } from '../../locate.ts';
import { functionLabel } from '../../names.ts';
import { nextTestStart } from '../../order/testTurns.ts';
import { accessesOfLocation } from '../../shared/accessIndex.ts';
import { isInTests, isTestOrHook } from '../../testFiles.ts';
import { calledWithin, lateWrites } from './calls.ts';

interface Met {
  /** Of the next test, and of the call. */
  readonly use: number;
  readonly write: number;
}

export function leftToTest(
  trace: Trace,
  options: AnalysisContext['options'],
  site: number,
  floats: readonly FloatRow[],
): Draft | undefined {
  const { accesses: a, functions, tasks } = trace;
  const fn = trace.functionAt(site);
  if (!isTestOrHook(functions[fn]?.name ?? '') || callsBack(trace, site)) return undefined;
  for (const { task, segment } of floats) {
    const call = tasks.activation.at(task);
    const met = call === NONE || !isInTests(trace, segment) ? undefined : meets(trace, segment, call, tasks.resolveSegment.at(task));
    if (met === undefined) continue;
    const [text, used] = [trace.site(site)?.text ?? 'the call', trace.site(a.site.at(met.use))?.text ?? ''];
    return {
      kind: 'promise.floating',
      key: `${site}`,
      confidence: 0.85,
      verdict: 'observed',
      consequence: false,
      message: `The result of \`${text}\` is not awaited in ${functionLabel(trace, fn)}: the next test had used \`${used}\` (${lineText(trace, options, a.site.at(met.use))}) when the call changed it (${lineText(trace, options, a.site.at(met.write))}).`,
      why: [
        'the runner waits for what a test or a hook returns, and for nothing else',
        `\`return ${text}(…)\`, or an async function with \`await\`, has it wait`,
      ],
      places: [
        { site, role: 'call' },
        { site: a.site.at(met.use), role: 'use' },
        { site: a.site.at(met.write), role: 'write' },
      ],
      segments: [segment, a.segment.at(met.use), a.segment.at(met.write)],
      activations: [call],
    };
  }
  return undefined;
}

/** `save(name, (error) => t.ifError(error))`: by that the test hears of it; that the call gives a promise as well is for others. */
function callsBack(trace: Trace, site: number): boolean {
  const at = trace.sites[site];
  return trace.functions.some((f) => f.parentFunction === at?.function && !f.async && f.line === at.line && f.column > at.column);
}

/** What the call wrote last when a test that began since had used it, and that neither had to do with the call; undefined where it was done before. */
function meets(trace: Trace, dropped: number, call: number, settled: number): Met | undefined {
  const { accesses: a, segments: s } = trace;
  const next = nextTestStart(trace, dropped);
  if (next === NONE || (settled !== NONE && settled < next)) return undefined;
  const own = calledWithin(trace, [call]);
  for (const [location, { last: write }] of lateWrites(trace, own)) {
    // A number that is only counted on (`${process.pid}.${++made}`) is another one for each, whoever comes first.
    if (a.segment.at(write) <= next || trace.hasFlag(a.site.at(write), FLAG_COUNTS_UP)) continue;
    // What goes on of the test that has dropped the call is none of the next one.
    const isOfNext = (row: number): boolean =>
      s.atom.at(a.segment.at(row)) === s.atom.at(next) || isSetOffBy(trace, a.segment.at(row), next);
    const use = accessesOfLocation(trace, location).find(
      (row) => a.segment.at(row) >= next && a.position.at(row) < a.position.at(write) && !own.has(a.activation.at(row)) && isOfNext(row),
    );
    if (use !== undefined) return { use, write };
  }
  return undefined;
}
