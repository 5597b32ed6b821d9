/**
 * Functions that each settle a promise once they have got another one's (`await registry.ready; …; this.ready.resolve()`, `await once(bus, 'stored'); bus.emit('sent')`), and wait for each other: parts
 * of a program that come up together.
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
/** What emits an event, and what waits for one. */
const EMITS = /\.emit\('([^']*)'\)$/;
const ONCE = /(?:^|\.)once\(.*, '([^']*)'\)$/;

/** `waiters`: suspended, and nothing is left that could wake them; `all`: whoever else is. Undefined where they are no such ring. */
export function deferredRing(trace: Trace, waiters: readonly number[], all: readonly number[]): Draft | undefined {
  const members = membersOf(trace, waiters);
  if (members.length === 0) return undefined;
  const others = membersOf(trace, all).filter((m) => !waiters.includes(m.activation));
  const settled = ({ settles }: Member): string[] => settles.map((site) => settledBy(trace, site));
  // Grows on the way.
  for (const member of members) {
    const name = awaitedBy(trace, member);
    for (const other of others) if (!members.includes(other) && settled(other).includes(name)) members.push(other);
    if (members.length > MAX_MEMBERS) return undefined;
  }
  const names = new Set(members.flatMap(settled));
  const homes = new Set(members.map(({ activation }) => trace.activations.fn.at(activation)));
  if (!members.every((member) => isCall(trace, member) || names.has(awaitedBy(trace, member)))) return undefined;
  if (trace.sites.some((_, site) => names.has(settledBy(trace, site)) && !homes.has(trace.functionAt(site)))) return undefined;
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
      return row !== undefined && isBefore(at, row) && settledBy(trace, site) !== '';
    });
    return settles.length === 0 ? [] : [{ activation, promise, awaits, settles }];
  });
}

/** It waits for what a call gives that is not known. */
function isCall(trace: Trace, { awaits, promise }: Member): boolean {
  if (ONCE.test(madeBy(trace, promise))) return false;
  const text = trace.site(awaits)?.text ?? '';
  return callsNamed(trace, AWAITED.exec(text)?.[0] ?? '').some((site) => trace.functionAt(site) === trace.functionAt(awaits));
}

function madeBy(trace: Trace, promise: number): string {
  return trace.site(trace.tasks.site.at(promise))?.text ?? '';
}

/** What it waits for, by name; an event in its quotes. */
function awaitedBy(trace: Trace, { awaits, promise }: Member): string {
  const [, event] = ONCE.exec(madeBy(trace, promise)) ?? [];
  return event === undefined ? (AWAITED.exec(trace.site(awaits)?.text ?? '')?.[1] ?? '').toLowerCase() : `'${event}'`;
}

/** What a place settles, or emits, as it is waited for; '' for others. */
function settledBy(trace: Trace, site: number): string {
  const { kind, text = '' } = trace.site(site) ?? {};
  const [, event] = kind === 'read' ? (EMITS.exec(text) ?? []) : [];
  const [, name, other] = kind === 'call' ? (SETTLES.exec(text) ?? []) : [];
  return event === undefined ? (name ?? other ?? '').toLowerCase() : `'${event}'`;
}

/** Promises that were made where those of the ring were, and are not settled. An event is for all who wait for it. */
function openOf(trace: Trace, members: readonly Member[]): number {
  const { tasks } = trace;
  const made = new Set(members.flatMap(({ promise }) => (ONCE.test(madeBy(trace, promise)) ? [] : [tasks.site.at(promise)])));
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
    const { activation, awaits, promise, settles } = m as Member;
    const [own, after] = [taskName(trace, activation), text(settles[0] ?? NONE)];
    const made = madeBy(trace, promise);
    const awaited = ONCE.test(made) ? `\`${made}\`` : text(awaits);
    return more.length === 0
      ? `${own} waits for ${awaited} before it calls ${after}`
      : `${more.length + 1} calls of ${own} wait for ${awaited} before they call ${after}`;
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
