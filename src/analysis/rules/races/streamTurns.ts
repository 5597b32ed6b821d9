/** What a stream does for one chunk: Node calls `_write` or `_transform` of one stream again only when the call before has said that it is done. */
import { NONE } from '../../../model/ids.ts';
import type { Trace } from '../../../model/trace.ts';
import { callsNamed } from '../../siteIndex.ts';

const METHOD = /\.(?<name>_(?:write|writev|transform|flush|final))$/;

/** All accesses are to properties of one stream, within these methods and what they call back. */
export function isInStreamTurns(trace: Trace, accesses: readonly number[]): boolean {
  return accesses.every((row) => {
    const site = trace.accesses.site.at(row);
    return trace.site(site)?.text.startsWith('this.') === true && isInTurn(trace, trace.functionAt(site));
  });
}

function isInTurn(trace: Trace, fn: number): boolean {
  for (let at = fn; at !== NONE; at = trace.functions[at]?.parentFunction ?? NONE) {
    const row = trace.functions[at];
    const name = METHOD.exec(row?.name ?? '')?.groups?.['name'];
    // An async method of such a name that the program itself calls may be no stream's.
    if (row !== undefined && name !== undefined) return !row.async || callsNamed(trace, name).length === 0;
  }
  return false;
}
