/**
 * Functions that each settle a promise once they have got another one's (`await registry.ready; …; this.ready.resolve()`), and wait for each other: parts of a program that come up together.
 * Which of them settles which promise is not recorded, and need not be known: nobody else could settle any of those that are open, and there are no more of these than of such functions.
 */
import { addTo } from '../../../base/lists.ts';
import { NONE } from '../../../model/ids.ts';
import type { Trace } from '../../../model/trace.ts';
import { type Draft, placesOnce } from '../../finding.ts';
import { fromFirstPlace } from '../../locks/ringOrder.ts';
import { taskName } from '../../names.ts';
import { callsNamed, sitesIn } from '../../siteIndex.ts';
import { isSuspended } from '../../waiting/waitFor.ts';
import { isBefore } from '../../waiting/wakers.ts';

interface Member {
  readonly activation: number;
  readonly promise: number;
  readonly awaits: number;
  /** Calls that come after the wait, and settle. */
  readonly settles: readonly number[];
}

const MAX_MEMBERS = 16;
/** `this.ready.resolve`, `resolveReady`: of what it is. */
const SETTLES = /^(?!(?:Promise|path|require|dns|import)\b)(?:(?:.*[.\])])?([\w$]+)\.resolve|resolve([A-Z]\w*))$/;
/** `registry.ready.promise`, `this.ready`: what is waited for. A call gives whatever it likes. */
const AWAITED = /([\w$]+?)(?:\.promise|Promise)?$/;

/** `waiters`: suspended, and nothing is left that could wake them; `all`: whoever else is. Undefined where they are no such ring. */
export function deferredRing(trace: Trace, waiters: readonly number[], all: readonly number[]): Draft | undefined {
  const members = membersOf(trace, waiters);
  if (members.length === 0) return undefined;
  const others = membersOf(trace, all).filter((m) => !waiters.includes(m.activation));
  const settled = ({ settles }: Member): string[] => settles.map((site) => nameOf(trace, site, SETTLES));
  // Grows on the way.
  for (const { awaits } of members) {
    const name = nameOf(trace, awaits, AWAITED);
    for (const other of others) if (!members.includes(other) && settled(other).includes(name)) members.push(other);
    if (members.length > MAX_MEMBERS) return undefined;
  }
  const names = new Set(members.flatMap(settled));
  const homes = new Set(members.map(({ activation }) => trace.activations.fn.at(activation)));
  if (!members.every(({ awaits }) => isCall(trace, awaits) || names.has(nameOf(trace, awaits, AWAITED)))) return undefined;
  const isElsewhere = (site: number): boolean => names.has(nameOf(trace, site, SETTLES)) && !homes.has(trace.functionAt(site));
  if (trace.sites.some(({ kind }, site) => kind === 'call' && isElsewhere(site))) return undefined;
  return openOf(trace, members) > members.length ? undefined : draftOf(trace, members);
}

function membersOf(trace: Trace, waiters: readonly number[]): Member[] {
  const { activations: acts, suspensions: s, tasks } = trace;
  return waiters.flatMap((activation): Member[] => {
    const last = acts.lastSuspension.at(activation);
    const promise = isSuspended(trace, activation) ? s.awaited.at(last) : NONE;
    const awaits = s.site.at(last);
    const at = trace.site(awaits);
    if (promise === NONE || at === undefined || tasks.activation.at(promise) !== NONE) return [];
    const settles = sitesIn(trace, acts.fn.at(activation)).filter((site) => {
      const row = trace.site(site);
      return row?.kind === 'call' && isBefore(at, row) && SETTLES.test(row.text);
    });
    return settles.length === 0 ? [] : [{ activation, promise, awaits, settles }];
  });
}

function isCall(trace: Trace, awaits: number): boolean {
  const text = trace.site(awaits)?.text ?? '';
  return callsNamed(trace, AWAITED.exec(text)?.[0] ?? '').some((site) => trace.functionAt(site) === trace.functionAt(awaits));
}

function nameOf(trace: Trace, site: number, form: RegExp): string {
  const [, name, other] = form.exec(trace.site(site)?.text ?? '') ?? [];
  return (name ?? other ?? '').toLowerCase();
}

/** Promises that were made where those of the ring were, and are not settled. */
function openOf({ tasks }: Trace, members: readonly Member[]): number {
  const made = new Set(members.map(({ promise }) => tasks.site.at(promise)));
  let open = 0;
  for (let task = 0; task < tasks.length; task++) if (made.has(tasks.site.at(task)) && tasks.resolveSegment.at(task) === NONE) open++;
  return open;
}

function draftOf(trace: Trace, found: readonly Member[]): Draft {
  const ring = fromFirstPlace(trace, found, ({ awaits, settles }) => [awaits, ...settles]);
  const text = (site: number): string => `\`${trace.site(site)?.text ?? ''}\``;
  const alike = new Map<string, Member[]>();
  for (const m of ring) addTo(alike, `${m.awaits}`, m);
  const parts = [...alike.values()].map(([m, ...more]) => {
    const { activation, awaits, settles } = m as Member;
    const [own, after] = [taskName(trace, activation), text(settles[0] ?? NONE)];
    return more.length === 0
      ? `${own} waits for ${text(awaits)} before it calls ${after}`
      : `${more.length + 1} calls of ${own} wait for ${text(awaits)} before they call ${after}`;
  });
  return {
    kind: 'deadlock.actual',
    key: ring.map(({ awaits }) => awaits).join(','),
    confidence: 0.9,
    verdict: 'observed',
    consequence: true,
    message: ring.length === 1 ? `Deadlock: ${parts[0] ?? ''}, and nothing else settles that.` : `Deadlock: ${parts.join('; ')}.`,
    why: [
      ring.length === 1
        ? 'only what comes after the wait could end it'
        : 'each settles its own promise only after it has got one of the others, and nothing else settles any of them',
      'the event loop was empty: no timer, socket or other operation was left that could wake one of them',
    ],
    places: placesOnce([
      ...ring.map(({ awaits }) => ({ site: awaits, role: 'await' })),
      ...ring.flatMap(({ settles }) => settles.map((site) => ({ site, role: 'settles' }))),
      ...ring.map(({ promise }) => ({ site: trace.tasks.site.at(promise), role: 'create' })),
    ]),
    segments: ring.map(({ activation }) => trace.suspensions.segment.at(trace.activations.lastSuspension.at(activation))),
    activations: ring.map(({ activation }) => activation),
  };
}
