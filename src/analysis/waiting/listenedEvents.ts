/** The events that the code which settles a promise waits for, as the calls and the names of functions say: `socket.once('data', resolve)`, `socket.on('end', () => resolve(text))`. */
import { NONE } from '../../model/ids.ts';
import type { Trace } from '../../model/trace.ts';

export interface ListenedEvent {
  /** What is listened to, as it is written there; undefined where that is not known. */
  readonly emitter: string | undefined;
  /** '' where it is not known. */
  readonly name: string;
  readonly site: number;
}

/** `bus.once('ready'`, `once(bus, 'ready'`: the texts of calls that name an event. */
const EVENT = /^(?:(?<emitter>.+)\.\w+\('(?<name>[^']*)'|(?:\w+\.)?once\((?<first>.+), '(?<second>[^']*)')/;
/** Name of a function that was registered for an event. */
const LISTENER = /(?:^|\.)(?:on|once|addListener|addEventListener)\('([^']+)'/;
/** The call that registers it. */
const LISTENS = /^(?<emitter>.+)\.(?:on|once|addListener|addEventListener)$/;
/** Calls that give back what they are called on: `socket.setEncoding('utf8').on(…)`. */
const CHAINED = /(?:\.(?:on|once|addListener|prependListener|setEncoding|setNoDelay|setKeepAlive|ref|unref|pause|resume)\(\))+$/;

/** Of each of the sites that names one, or stands in a function that was registered for one; `registrations`: site → the call that registers the function. */
export function eventsOf(trace: Trace, sites: readonly number[], registrations: ReadonlyMap<number, number>): ListenedEvent[] {
  return sites.flatMap((site) => {
    const groups = EVENT.exec(trace.site(site)?.text ?? '')?.groups;
    // `socket.once('data', (line) => resolve(line))`: a listener is called by what it was registered for.
    const name = groups?.['name'] ?? groups?.['second'] ?? eventOfListener(trace, trace.functionAt(site));
    const listens = LISTENS.exec(trace.site(registrations.get(site) ?? site)?.text ?? '')?.groups?.['emitter'];
    if (name === undefined && listens === undefined) return [];
    const emitter = groups?.['emitter'] ?? groups?.['first'] ?? listens;
    return [{ emitter: emitter?.replace(CHAINED, ''), name: name ?? '', site }];
  });
}

/** What the function was registered for, where it was written in the call. */
export function eventOfListener(trace: Trace, fn: number): string | undefined {
  return fn === NONE ? undefined : LISTENER.exec(trace.functions[fn]?.name ?? '')?.[1];
}
