/**
 * race.atomicity, a setting of the whole application that a request changes for itself (`app.set('json spaces', 2)`, `app.locals.user = user` in a middleware of Express): what uses it is the library, when it answers.
 * While the first request still waits, another one changes it, and the first is answered with what is not its own. Only what happened is reported.
 */
import { addTo } from '../../../base/lists.ts';
import { ACCESS_PLAIN, LOCATION_ENTRY, LOCATION_PROPERTY, ROOT_HTTP_REQUEST } from '../../../model/vocabulary.ts';
import { NONE } from '../../../model/ids.ts';
import type { Trace } from '../../../model/trace.ts';
import { locationText, type LocationAccesses } from '../../shared/accesses.ts';
import type { AnalysisContext, Rule } from '../../analyze.ts';
import { factsOf } from '../../facts.ts';
import type { Draft } from '../../finding.ts';
import { lineText } from '../../locate.ts';
import { requestOf } from '../../roots.ts';

export const ownSettingRule: Rule = { kinds: ['race.atomicity'], run: findOwnSettings };

/** `app.locals.user`: the library gives it to each template that it renders. */
const LOCALS = /(?:^|\.)app\.locals\.\w+$/;
/** Writes of one setting that are looked at. */
const LIMIT = 256;

interface Split {
  readonly write: number;
  readonly other: number;
  /** The first request waits here meanwhile. */
  readonly suspension: number;
}

function findOwnSettings(context: AnalysisContext): Draft[] {
  const { trace } = context;
  const groups = factsOf(context).groups.filter((group) => isSetting(trace, group));
  if (groups.length === 0) return [];
  const waits = suspensionsByRequest(trace);
  return groups.flatMap(({ location, writes }) => {
    const split = splitOf(trace, writes.slice(0, LIMIT), waits);
    return split === undefined ? [] : [toDraft(context, location, split)];
  });
}

/** An entry that the program sets at a function (an application is one), or what its templates find, by several requests, and never looks at itself. */
function isSetting(trace: Trace, { location, rows, writes }: LocationAccesses): boolean {
  const { accesses: a, locations: l } = trace;
  if (writes.length < 2 || writes.length !== rows.length) return false;
  // What is counted there is meant to be one for all.
  const isLocal = (row: number): boolean => a.how.at(row) === ACCESS_PLAIN && LOCALS.test(trace.site(a.site.at(row))?.text ?? '');
  if (l.kind.at(location) === LOCATION_PROPERTY) return writes.every(isLocal);
  return l.kind.at(location) === LOCATION_ENTRY && trace.string(l.className.at(location)) === 'Function';
}

function requestAt(trace: Trace, segment: number): number {
  const root = requestOf(trace, segment);
  return trace.roots[root]?.kind === ROOT_HTTP_REQUEST ? root : NONE;
}

function suspensionsByRequest(trace: Trace): Map<number, number[]> {
  const found = new Map<number, number[]>();
  for (let row = 0; row < trace.suspensions.length; row++) {
    const request = requestAt(trace, trace.suspensions.segment.at(row));
    if (request !== NONE) addTo(found, request, row);
  }
  return found;
}

/** The first request changes it, waits, and goes on after another one has given it another value. */
function splitOf(trace: Trace, writes: readonly number[], waits: ReadonlyMap<number, readonly number[]>): Split | undefined {
  const { accesses: a, segments: s, suspensions } = trace;
  const startOf = (row: number): number => s.startNs.at(a.segment.at(row));
  for (const [at, write] of writes.entries()) {
    const request = requestAt(trace, a.segment.at(write));
    const next = writes[at + 1];
    if (request === NONE || next === undefined || a.value.at(next) === a.value.at(write)) continue;
    const by = requestAt(trace, a.segment.at(next));
    if (by === NONE || by === request) continue;
    const isOver = (row: number): boolean =>
      suspensions.startNs.at(row) >= startOf(write) &&
      suspensions.startNs.at(row) < startOf(next) &&
      suspensions.resumeNs.at(row) > startOf(next);
    const suspension = waits.get(request)?.find(isOver);
    if (suspension !== undefined) return { write, other: next, suspension };
  }
  return undefined;
}

function toDraft({ options, trace }: AnalysisContext, location: number, { write, other, suspension }: Split): Draft {
  const { accesses: a, locations, suspensions } = trace;
  const [writeSite, otherSite, waitSite] = [a.site.at(write), a.site.at(other), suspensions.site.at(suspension)];
  const line = (site: number): string => lineText(trace, options, site);
  const name = trace.string(locations.key.at(location));
  const owner = locationText(trace, location, writeSite);
  const set = { lane: 0, text: `sets ${name} for itself`, site: writeSite, access: write };
  const foreign = { lane: 1, text: `sets ${name} for itself`, site: otherSite, access: other };
  const answer = { lane: 0, text: 'goes on, and is answered', site: waitSite };
  return {
    kind: 'race.atomicity',
    key: `setting ${writeSite},${name}`,
    confidence: 0.75,
    verdict: 'observed',
    consequence: false,
    message: `The setting \`${name}\` of \`${owner}\` is the same for all requests: one request set it (${line(writeSite)}), and while that waited (${line(waitSite)}), another one set it (${line(otherSite)}); the first is answered with what is not its own.`,
    why: ['both requests set it for themselves, to different values', 'the first one had not been answered', 'no lock is held over both'],
    places: [
      { site: writeSite, role: 'write', access: write },
      { site: otherSite, role: 'other write', access: other },
      { site: waitSite, role: 'wait' },
    ],
    segments: [a.segment.at(write), a.segment.at(other)],
    activations: [suspensions.activation.at(suspension)],
    scenario: {
      lanes: ['first request', 'second request'],
      happened: [set, foreign, answer],
      other: [set, answer, foreign],
      otherTitle: 'What would be safe',
    },
  };
}
