/** What a stream does for one chunk: Node calls `_write` or `_transform` of one stream again only when the call before has said that it is done. */
import { NONE } from '../../../model/ids.ts';
import type { Trace } from '../../../model/trace.ts';
import { callsNamed } from '../../siteIndex.ts';

const METHOD = /\.(?<name>_(?:write|writev|transform|flush|final))$/;
/** Given to the one stream that is made with it: `new Writable({ write(chunk, encoding, done) { … } })`. */
const OPTION = /^(?:Writable|Transform|Duplex)\.(?:write|writev|transform|flush|final)$/;

/** All accesses are to properties of one stream, within these methods and what they call back; or within those of one stream that the module makes. */
export function isInStreamTurns(trace: Trace, accesses: readonly number[]): boolean {
  const sites = accesses.map((row) => trace.accesses.site.at(row));
  const isOwn = (site: number): boolean => trace.site(site)?.text.startsWith('this.') === true && isInTurn(trace, trace.functionAt(site));
  if (sites.every(isOwn)) return true;
  const [option = NONE, ...others] = sites.map((site) => optionOf(trace, trace.functionAt(site)));
  return option !== NONE && others.every((other) => other === option);
}

/** The function that is an option of a stream of the module, around this one; else NONE. */
function optionOf(trace: Trace, fn: number): number {
  for (let at = fn; at !== NONE; at = trace.functions[at]?.parentFunction ?? NONE) {
    const { name = '', parentFunction: around = NONE } = trace.functions[at] ?? {};
    if (OPTION.test(name)) return trace.functions[around]?.parentFunction === NONE ? at : NONE;
  }
  return NONE;
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
