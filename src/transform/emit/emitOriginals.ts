/** What is copied to be put back later (drafts.ts), or for a caller: reads of the properties that are changed in the copy, or of all. */
import type { AnyNode } from 'acorn';
import { ALL_NAMES } from '../../wire/siteFlags';
import { OPEN } from '../artefact';
import { ownCopies } from '../facts/ownCopies';
import { partsOfOriginals } from '../flow/drafts';
import type { Emitter } from './emitter';

/** `structuredClone($il.p(SITE,state,"count"))`, as the pairs say so. */
export function emitOriginal(e: Emitter, node: AnyNode, body: () => void): void {
  let around = body;
  const parts = (partsOfOriginals(e.analysis).get(node) ?? []).flatMap((part) => [part, ...(e.flow.copied.get(part.node)?.values() ?? [])]);
  for (const part of parts) {
    const isPaired = e.flow.accesses.find(part.node)?.paired === true;
    const isWhole = part.name === ALL_NAMES;
    if (!isPaired && !(isWhole && isAnyWritten(e, node))) continue;
    const inner = around;
    const site = e.readSite(part.node, `${e.slice(node)}.${part.name}`);
    if (isWhole) around = () => e.wrap(node, `${e.il}.C(`, site, ',', ')', inner);
    else around = () => e.wrap(node, `${e.il}.p(`, site, ',', `,${JSON.stringify(part.name)})`, inner);
  }
  for (const part of ownCopies(e.analysis).get(node) ?? []) {
    const inner = around;
    const site = e.readSite(part.node, `${e.slice(node)}.${part.name}`);
    around = () => e.wrap(node, `${e.il}.p(`, site, ',', `,${JSON.stringify(part.name)})`, inner);
  }
  around();
}

/** Whether reads of its properties are told where it is an argument. */
export function isOriginal(e: Emitter, node: AnyNode): boolean {
  return partsOfOriginals(e.analysis).has(node) || ownCopies(e.analysis).has(node);
}

/** Whether some file writes properties by names that it is given (noted for files that are loaded later), or this one by its own. */
function isAnyWritten(e: Emitter, node: AnyNode): boolean {
  if (e.flow.isPrivate(node)) return false;
  return e.watch.isOpen || e.watch.names.size > 0 || e.isForeign(OPEN);
}
