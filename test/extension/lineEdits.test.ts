// Where a finding is after an edit.
import assert from 'node:assert/strict';
import { moveLine, type LineEdit } from '../../src/extension/sources/lineEdits.ts';
import { random, rounds } from '../support/random.ts';

const at = (startLine: number, startCharacter: number, endLine: number, endCharacter: number, text: string): LineEdit => ({
  startLine,
  startCharacter,
  endLine,
  endCharacter,
  text,
});

describe('moveLine', () => {
  for (const [what, edit, expected] of [
    ['stays when something below changes', at(6, 0, 8, 2, 'x'), 5],
    ['moves down with a line typed above', at(2, 4, 2, 4, '\n  '), 6],
    ['moves down with lines pasted at its start', at(5, 0, 5, 0, 'one\ntwo\n'), 7],
    ['moves up with lines deleted above', at(1, 0, 3, 0, ''), 3],
    ['moves up when the line just above is deleted', at(4, 0, 5, 0, ''), 4],
    ['stays when Enter is pressed behind it', at(5, 20, 5, 20, '\n    '), 5],
    ['is touched when its line changes', at(5, 10, 5, 11, 'y'), 'touched'],
    ['is touched when Enter is pressed before it', at(5, 3, 5, 3, '\n'), 'touched'],
    ['is touched when its line is deleted', at(5, 0, 6, 0, ''), 'touched'],
    ['is touched when a deletion ends in it', at(3, 2, 5, 4, ''), 'touched'],
    ['is touched when the line above is joined to it', at(4, 7, 5, 0, ''), 'touched'],
    ['is touched when text without a line end is typed at its start', at(5, 0, 5, 0, '// '), 'touched'],
  ] as const) {
    it(what, () => assert.equal(moveLine(5, 8, edit), expected));
  }

  it('finds the very line again, or says that it was touched', () => {
    const seed = Date.now() & 0xffff;
    const fraction = random(seed);
    const next = (limit: number): number => Math.floor(fraction() * limit);
    for (let round = 0; round < rounds(3000); round++) {
      const lines = Array.from({ length: 8 }, (_, i) => `line ${i} of this text`);
      const line = next(8);
      const startLine = next(8);
      const startCharacter = next(4) === 0 ? 0 : next(lines[startLine]?.length ?? 1);
      const endLine = startLine + next(8 - startLine);
      const endCharacter = endLine === startLine ? Math.min(startCharacter + next(3), 10) : next(2) === 0 ? 0 : next(12);
      if (endLine === startLine && endCharacter < startCharacter) continue;
      const text = ['', 'x', '\n', 'x\n', 'a\nb\n', '\n\n  '][next(6)] ?? '';
      const edit = at(startLine, startCharacter, endLine, endCharacter, text);
      const before = [...lines.slice(0, startLine), (lines[startLine] ?? '').slice(0, startCharacter)].join('\n');
      const after = [(lines[endLine] ?? '').slice(endCharacter), ...lines.slice(endLine + 1)].join('\n');
      const edited = (before + text + after).split('\n');
      const moved = moveLine(line, 5, edit);
      if (moved === 'touched') continue;
      // Behind the place something may have been cut off by Enter; up to it the line is the same.
      assert.equal(edited[moved]?.slice(0, 6), lines[line]?.slice(0, 6), `seed ${seed}, line ${line}, ${JSON.stringify(edit)}`);
    }
  });
});
