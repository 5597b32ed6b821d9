import assert from 'node:assert/strict';
import fs from 'node:fs';

/** Names and bits by what their sites are. */
function sections(): Map<string, [string, number][]> {
  const found = new Map<string, [string, number][]>();
  let section = '';
  for (const line of fs.readFileSync('src/wire/siteFlags.ts', 'utf8').split('\n')) {
    section = /^\/\/ --- (\w+) ---/.exec(line)?.[1] ?? section;
    const [, name, bit] = /^export const (\w+) = 1(?: << (\d+))?;$/.exec(line) ?? [];
    if (name !== undefined) found.set(section, [...(found.get(section) ?? []), [name, Number(bit ?? 0)]]);
  }
  return found;
}

describe('flags of sites', () => {
  it('have a bit each among those that one site can have: no read is a write, but a call may stand in a loop, and be awaited', () => {
    const flags = sections();
    const of = (...names: string[]): [string, number][] => names.flatMap((name) => flags.get(name) ?? []);
    assert.deepEqual(
      [...flags.keys()],
      ['reads', 'writes', 'awaits', 'calls', 'any', 'more', 'moreOfWrites', 'moreOfReads', 'moreOfAwaits'],
    );
    for (const group of [
      of('reads', 'any'),
      of('writes', 'any'),
      of('awaits', 'calls', 'any'),
      of('more', 'moreOfWrites'),
      of('more', 'moreOfReads'),
      of('more', 'moreOfAwaits'),
    ]) {
      const bits = group.map(([, bit]) => bit);
      assert.deepEqual(
        group.filter(([, bit], i) => bit > 30 || bits.indexOf(bit) !== i),
        [],
      );
    }
  });
});
