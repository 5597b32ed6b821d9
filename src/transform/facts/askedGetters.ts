/**
 * Getters that answer with what may change (`get isOpen() { return this.status === 'open'; }`): `if (!order.isOpen) return;` in another file asks for that as a call of a method does, so it has to know their names, as it
 * knows those that others write.
 */
import type { Site, SiteEntry } from '../../wire/sites';
import type { Analysis } from '../scope/bindings';

/** What the language has getters for itself, and asks at every turn. */
const BUILT_IN = /^(?:size|length|name|constructor)$/;

/** How much there is, who takes something finds out himself (`while (!queue.isEmpty) { const job = await queue.take(); if (job) … }`). */
const COUNTS = /\.(?:size|length)$/;

/** Their names. `entries`: what the functions of the file read, at which sites. */
export function askedGetters({ functions }: Analysis, entries: readonly SiteEntry[], sites: readonly Site[]): string[] {
  const isState = (site: number): boolean => !COUNTS.test(sites[site]?.text ?? '');
  const asking = new Set(entries.flatMap(({ fn, reads }) => (reads.some(isState) ? [fn] : [])));
  return functions.flatMap(({ index, isAccessor, name }) => {
    const own = name.slice(name.lastIndexOf('.') + 1);
    return isAccessor && asking.has(index) && own !== '' && !BUILT_IN.test(own) ? [own] : [];
  });
}
