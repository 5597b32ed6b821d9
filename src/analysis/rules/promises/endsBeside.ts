/** Which listeners for the end stand beside a listener for the pieces: of the same emitter, in the same function. */
import { NONE } from '../../../model/ids.ts';
import type { Trace } from '../../../model/trace.ts';
import { sitesIn } from '../../siteIndex.ts';

/** What a function without a name is called that is given to an emitter. */
const ENDS = /^(?:on|once|addListener)\('(?:end|close|finish|exit|done)'\)/;
/** `source.on('end')`: what is given is no function that is written there; `once(source, 'end')`. */
const WAITS =
  /^(?:(.+)\.(?:on|once|addListener)\('(?:end|close|finish|exit|done)'\)|(?:\w+\.)?once\((.+), '(?:end|close|finish|exit|done)'\))$/;
const LISTENS = /(?:^|\.)(?:on|once|addListener)$/;

export interface Ends {
  /** Functions that are written where they are given to the emitter. */
  readonly listeners: readonly number[];
  /** Sites at which the function around listens in another way, or waits. */
  readonly waits: readonly number[];
}

export function endsBeside(trace: Trace, fn: number): Ends {
  const row = trace.functions[fn];
  const emitter = emitterOf(trace, fn);
  const isSame = (its: string | undefined): boolean => emitter === undefined || its === undefined || its === emitter;
  const listeners: number[] = [];
  for (const [index, other] of trace.functions.entries()) {
    if (other.file !== row?.file || other.parentFunction !== row.parentFunction || !ENDS.test(other.name)) continue;
    if (isSame(emitterOf(trace, index))) listeners.push(index);
  }
  const waits = sitesIn(trace, row?.parentFunction ?? NONE).filter((at) => {
    const site = trace.site(at);
    if (site?.file !== row?.file) return false;
    const [, its, awaited] = WAITS.exec(site?.text ?? '') ?? [];
    return (its ?? awaited) !== undefined && isSame(unchained(its ?? awaited ?? ''));
  });
  return { listeners, waits };
}

/** The emitter that a text names: without what is chained to it. */
function emitterOf(trace: Trace, fn: number): string | undefined {
  const text = trace.site(listenedAt(trace, fn))?.text;
  return text === undefined ? undefined : unchained(text.slice(0, text.lastIndexOf('.')));
}

function unchained(text: string): string {
  return text.replace(/(?:\.(?:on|once|addListener)\([^()]*\))+$/, '');
}

/** Where the listener is given to the emitter. */
export function listenedAt(trace: Trace, fn: number): number {
  const row = trace.functions[fn];
  return trace.sites.findLastIndex(
    (site) =>
      site.function === row?.parentFunction &&
      site.file === row.file &&
      site.line === row.line &&
      site.column < row.column &&
      LISTENS.test(site.text),
  );
}
