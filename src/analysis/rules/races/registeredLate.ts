/**
 * race.order.use-before-init of an answer that nobody may be ready for: a call sends a question, waits for something else, and only then leaves under a key who waits for the answer
 * (`socket.write(question); await audit(question); pending.set(id, resolve)`). An answer that comes first finds nobody there and is dropped.
 */
import { NONE } from '../../../model/ids.ts';
import { ACCESS_IS_WRITE, type Trace } from '../../../model/trace.ts';
import { LOCATION_ENTRY, VALUE_OBJECT } from '../../../model/vocabulary.ts';
import type { AnalysisContext, Rule } from '../../analyze.ts';
import type { Draft } from '../../finding.ts';
import { isWithin } from '../../lineage.ts';
import { lineText } from '../../locate.ts';
import { functionLabel, lastName, taskName } from '../../names.ts';
import { decidesBranch, functionOf, locationText, type LocationAccesses } from '../../shared/accesses.ts';
import { sitesIn } from '../../siteIndex.ts';
import { isNothing } from './splits.ts';
import { racesByPlace } from './byPlace.ts';

export const registeredLateRule: Rule = { kinds: ['race.order.use-before-init'], run: findRegisteredLate };

/** What runs when something has come from the other side. */
const BRINGS_DATA = new Set(['TCPWRAP', 'PIPEWRAP', 'TLSWRAP', 'MESSAGEPORT', 'WORKER', 'PROCESSWRAP']);
const SENDS = new Set(['write', 'send', 'postMessage', 'publish', 'sendMessage', 'sendCommand']);
/** What may stand between the wait and the end of the function, and sends nothing. */
const HARMLESS =
  /^(?:(?:new )?\w*Error|(?:this\.)?(?:#?\w+\.)*(?:set|delete|has|get|unref|now|resolve|reject)|Promise|(?:set|clear)(?:Timeout|Immediate))$/;

interface Late {
  readonly send: number;
  /** SuspensionIndex. */
  readonly wait: number;
  readonly put: number;
  readonly look: number;
  readonly observed: boolean;
}

function findRegisteredLate(context: AnalysisContext): Draft[] {
  const { accesses, locations } = context.trace;
  return racesByPlace(context, {
    find: (group) => (locations.kind.at(group.location) === LOCATION_ENTRY ? registeredLate(context, group) : undefined),
    siteOf: ({ put }) => accesses.site.at(put),
    toDraft: (location, found) => toDraft(context, location, found),
  });
}

/** The entry is made once, and once somebody who has got an answer looks whether it is there. */
function registeredLate({ trace, order }: AnalysisContext, { rows, writes }: LocationAccesses): Late | undefined {
  const { accesses: a, activations: acts } = trace;
  const puts = writes.filter((row) => !isNothing(trace, row));
  const [put = NONE] = puts;
  const by = put === NONE ? NONE : a.activation.at(put);
  if (puts.length !== 1 || by === NONE || acts.sync.at(by) === 1 || (a.value.at(put) & VALUE_OBJECT) === 0) return undefined;
  const wait = waitBefore(trace, by, a.segment.at(put));
  const send = wait === NONE ? NONE : sentBefore(trace, acts.fn.at(by), wait, put);
  if (send === NONE) return undefined;
  const look = rows.find((row) => isAnswered(trace, row, by) && !order.isOrdered(a.segment.at(put), a.segment.at(row)));
  return look === undefined ? undefined : { send, wait, put, look, observed: a.position.at(look) < a.position.at(put) };
}

/** Something has come, and whoever got it looks whether the entry is there. */
function isAnswered(trace: Trace, row: number, asker: number): boolean {
  const { accesses: a, segments: s } = trace;
  if (a.write.at(row) === ACCESS_IS_WRITE || !decidesBranch(trace, row)) return false;
  const by = a.activation.at(row);
  if (by !== NONE && (isWithin(trace, by, asker) || isWithin(trace, asker, by))) return false;
  const task = s.task.at(s.atom.at(a.segment.at(row)));
  return task !== NONE && BRINGS_DATA.has(trace.taskType(task));
}

/** The await that the call had come back from when it made the entry; NONE. */
function waitBefore({ activations: acts, suspensions: s }: Trace, call: number, segment: number): number {
  for (let at = acts.lastSuspension.at(call); at !== NONE; at = s.previous.at(at)) {
    const resumed = s.resumeSegment.at(at);
    if (resumed !== NONE && resumed <= segment && s.segment.at(at) < segment) return at;
  }
  return NONE;
}

/** Where the function sends something before, or by, that await, if it sends nothing after it; NONE. */
function sentBefore(trace: Trace, fn: number, wait: number, put: number): number {
  const waits = trace.site(trace.suspensions.site.at(wait));
  if (waits === undefined) return NONE;
  let send: number = NONE;
  for (const home of new Set([fn, functionOf(trace, put)])) {
    for (const site of sitesIn(trace, home)) {
      const row = trace.site(site);
      if (row === undefined || (row.kind !== 'call' && row.kind !== 'new')) continue;
      const isBefore = row.line < waits.line || (row.line === waits.line && row.file === waits.file);
      if (!isBefore && !HARMLESS.test(row.text)) return NONE;
      if (isBefore && home === fn && SENDS.has(lastName(row.text))) send = site;
    }
  }
  return send;
}

function toDraft({ trace, options }: AnalysisContext, location: number, { send, wait, put, look, observed }: Late): Draft {
  const { accesses: a, suspensions } = trace;
  const [putSite, lookSite, waitSite] = [a.site.at(put), a.site.at(look), suspensions.site.at(wait)];
  const line = (site: number): string => lineText(trace, options, site);
  const text = locationText(trace, location, putSite);
  const asks = taskName(trace, a.activation.at(put));
  const answers = functionLabel(trace, trace.functionAt(lookSite));
  const asked = { lane: 0, text: 'sends the question', site: send };
  const waits = { lane: 0, text: 'waits for something else', site: waitSite };
  const stored = { lane: 0, text: `makes the entry in ${text}`, site: putSite, access: put };
  const looked = { lane: 1, text: `looks for it in ${text}`, site: lookSite, access: look };
  const missed = { ...looked, text: `looks for it in ${text}, and finds nobody` };
  const early = [asked, waits, missed, stored];
  return {
    kind: 'race.order.use-before-init',
    key: `${putSite},${lookSite}`,
    confidence: observed ? 0.85 : 0.65,
    verdict: observed ? 'observed' : 'predicted',
    consequence: false,
    message: `${asks} sends (${line(send)}), waits (${line(waitSite)}), and only then puts an entry into \`${text}\` (${line(putSite)}): an answer that ${observed ? 'came' : 'comes'} first ${observed ? 'found' : 'finds'} nothing there (${line(lookSite)}), and ${observed ? 'was' : 'is'} dropped.`,
    why: ['nothing makes the answer wait for the entry', 'make the entry before you send'],
    places: [
      { site: putSite, role: 'set', access: put },
      { site: lookSite, role: 'use', access: look },
      { site: send, role: 'send' },
    ],
    segments: [a.segment.at(put), a.segment.at(look)],
    activations: [a.activation.at(put)],
    scenario: {
      lanes: [asks, answers],
      happened: observed ? early : [asked, waits, stored, looked],
      other: observed ? [stored, asked, looked] : early,
      otherTitle: observed ? 'What would be safe' : 'What can happen',
    },
  };
}
