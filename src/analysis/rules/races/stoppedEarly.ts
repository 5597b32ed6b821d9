/**
 * race.order.use-after-close, what is begun for somebody who has already left: a call begins something and gives back a function that ends it (`load().then((feed) => { stop = feed.listen(hear); }); return () => stop?.()`). That was
 * called while the beginning still waited, and found nothing to end; what came then stays, and nobody has a name for its end any more. Only what happened is reported.
 */
import { VALUE_UNKNOWN } from '../../../model/vocabulary.ts';
import { NONE } from '../../../model/ids.ts';
import type { Trace } from '../../../model/trace.ts';
import { decidesBranch, functionOf, locationText, type LocationAccesses } from '../../shared/accesses.ts';
import type { AnalysisContext, Rule } from '../../analyze.ts';
import type { Draft } from '../../finding.ts';
import { isSetOffBy } from '../../lineage.ts';
import { lineText } from '../../locate.ts';
import { functionLabel, lastName } from '../../names.ts';
import { hasSite } from '../../siteIndex.ts';
import { racesByPlace } from './byPlace.ts';
import { holdsObject } from './openedAfterClose.ts';
import { isNothing } from './splits.ts';

export const stoppedEarlyRule: Rule = { kinds: ['race.order.use-after-close'], run: findStoppedEarly };

/** What somebody calls who wants no more of it. */
const LEAVES =
  /^#?(?:un(?:bind|follow|hook|listen|mount|observe|register|sub|watch)|off$|stop|cancel|close|detach|dispose|destroy|disconnect|end|leave|release|remove|teardown|cleanup)/;

interface Stopped {
  readonly look: number;
  readonly put: number;
}

function findStoppedEarly(context: AnalysisContext): Draft[] {
  const { trace } = context;
  return racesByPlace(context, {
    find: (group) => stoppedEarly(context, group),
    siteOf: ({ put }) => trace.accesses.site.at(put),
    toDraft: (location, found) => toDraft(context, location, found),
  });
}

function stoppedEarly({ trace, order }: AnalysisContext, { location, rows, writes }: LocationAccesses): Stopped | undefined {
  const { accesses: a } = trace;
  const put = writes.at(-1);
  if (put === undefined || !writes.slice(0, -1).every((row) => isNothing(trace, row)) || !holdsObject(trace, put)) return undefined;
  // Nobody ends it later, and nobody looks at it at all.
  if (rows.at(-1) !== put) return undefined;
  const look = rows.at(-2);
  if (look === undefined || a.write.at(look) !== 0 || !isMissing(trace, look) || !ends(trace, location, look)) return undefined;
  const [looked, stored] = [a.segment.at(look), a.segment.at(put)];
  const isOther = functionOf(trace, look) !== functionOf(trace, put) && isGiven(trace, put);
  return isOther && !order.isOrdered(looked, stored) && !isSetOffBy(trace, stored, looked) ? { look, put } : undefined;
}

/** Nothing was there; or what a test found was not called behind it. */
function isMissing(trace: Trace, look: number): boolean {
  return isNothing(trace, look) || (trace.accesses.value.at(look) === VALUE_UNKNOWN && decidesBranch(trace, look));
}

/** What a call has given back: not `wake = resolve`, which nobody calls any more who has all that he waited for. */
function isGiven(trace: Trace, put: number): boolean {
  const { text = '' } = trace.site(trace.accesses.site.at(put)) ?? {};
  return hasSite(
    trace,
    functionOf(trace, put),
    ({ kind, held = '' }) => kind === 'call' && held !== '' && lastName(held) === lastName(text),
  );
}

/** Who looked would have called what he did not find: a name of the call that began it, or a field of an object that he leaves. */
function ends(trace: Trace, location: number, look: number): boolean {
  const fn = functionOf(trace, look);
  const { text = '' } = trace.site(trace.accesses.site.at(look)) ?? {};
  if (text === '' || !hasSite(trace, fn, (row) => row.kind === 'call' && row.text === text)) return false;
  const { name = '' } = trace.functions[fn] ?? {};
  const isOfCall = trace.variables[trace.locations.variable.at(location)]?.module === false;
  return (isOfCall && (name === '' || name === '(anonymous)')) || LEAVES.test(lastName(name));
}

function toDraft({ trace, options }: AnalysisContext, location: number, { look, put }: Stopped): Draft {
  const a = trace.accesses;
  const [lookSite, site] = [a.site.at(look), a.site.at(put)];
  const place = locationText(trace, location, site);
  const [ender, maker] = [look, put].map((row) => functionLabel(trace, functionOf(trace, row))) as [string, string];
  const finds = { lane: 1, text: `finds nothing in ${place}`, site: lookSite, access: look };
  const stores = { lane: 0, text: `stores ${place}`, site, access: put };
  return {
    kind: 'race.order.use-after-close',
    key: `stopped ${site},${lookSite}`,
    confidence: 0.75,
    verdict: 'observed',
    consequence: false,
    message: `\`${place}\`, by which it is to be ended, was stored (${lineText(trace, options, site)}) after ${ender} had found nothing there (${lineText(trace, options, lookSite)}): what was begun stays, and nobody ends it any more.`,
    why: [`no await, callback or message orders ${maker} and ${ender}`, `${maker} does not look whether it is still wanted`],
    places: [
      { site, role: 'use', access: put },
      { site: lookSite, role: 'close', access: look },
    ],
    segments: [a.segment.at(put), a.segment.at(look)],
    activations: [...new Set([a.activation.at(put), a.activation.at(look)].filter((x) => x !== NONE))],
    scenario: {
      lanes: [maker, ender],
      happened: [finds, stores],
      other: [stores, { ...finds, text: `ends it by ${place}` }],
      otherTitle: 'What would be safe',
    },
  };
}
