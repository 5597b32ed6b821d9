/**
 * Getters that answer with what may change (`get isOpen() { return this.status === 'open'; }`): `if (!order.isOpen) return;` in another file asks for that as a call of a method does, so it has to know their names, as it
 * knows those that others write.
 */
import type { SiteEntry } from '../../wire/sites';
import type { Analysis } from '../scope/bindings';

/** What the language has getters for itself, and asks at every turn. */
const BUILT_IN = /^(?:size|length|name|constructor)$/;

/** Their names. `entries`: what the functions of the file read. */
export function askedGetters({ functions }: Analysis, entries: readonly SiteEntry[]): string[] {
  const asking = new Set(entries.flatMap(({ fn, reads }) => (reads.length > 0 ? [fn] : [])));
  return functions.flatMap(({ index, isAccessor, name }) => {
    const own = name.slice(name.lastIndexOf('.') + 1);
    return isAccessor && asking.has(index) && own !== '' && !BUILT_IN.test(own) ? [own] : [];
  });
}
