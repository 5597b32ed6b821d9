// Where lines of a run are after edits, saves, and what nobody saw.
import assert from 'node:assert/strict';
import { FileHistory } from '../../src/extension/sources/fileHistory.ts';
import type { LineEdit } from '../../src/extension/sources/lineEdits.ts';
import { random, rounds } from '../support/random.ts';

const insert = (line: number, text: string): LineEdit => ({ startLine: line, startCharacter: 0, endLine: line, endCharacter: 0, text });
const replace = (line: number, text: string): LineEdit => ({ startLine: line, startCharacter: 2, endLine: line, endCharacter: 9, text });

const WRITTEN = 1000;
const RAN = 2000;
const SAVED = 3000;

describe('FileHistory', () => {
  it('leaves places where they are while nothing happens', () => {
    assert.deepEqual(new FileHistory(WRITTEN).now(5, 0, RAN, WRITTEN), { line: 5, state: 'same' });
    assert.deepEqual(new FileHistory(WRITTEN).past(5, 0, RAN, WRITTEN), { line: 5, state: 'same' });
  });

  it('moves places with lines above, before and after the file is saved', () => {
    const history = new FileHistory(WRITTEN);
    history.edited([insert(2, 'new\nlines\n')]);
    for (const mtime of [WRITTEN, SAVED]) {
      if (mtime === SAVED) history.saved(SAVED);
      assert.deepEqual(history.now(5, 0, RAN, mtime), { line: 7, state: 'same' });
      assert.deepEqual(history.past(7, 0, RAN, mtime), { line: 5, state: 'same' });
      assert.equal(history.past(3, 0, RAN, mtime).state, 'changed', 'a new line was not in the run');
    }
  });

  it('says that a line was changed, and where it is', () => {
    const history = new FileHistory(WRITTEN);
    history.edited([replace(5, 'x'), insert(0, 'new\n')]);
    assert.deepEqual(history.now(5, 0, RAN, WRITTEN), { line: 6, state: 'changed' });
    assert.equal(history.past(6, 4, RAN, WRITTEN).state, 'changed');
    assert.deepEqual(history.now(6, 0, RAN, WRITTEN), { line: 7, state: 'same' });
  });

  it('counts edits for a run that began before they were saved, and not for one after', () => {
    const history = new FileHistory(WRITTEN);
    history.edited([insert(0, 'new\n')]);
    assert.equal(history.now(5, 0, RAN, WRITTEN).line, 6, 'Node ran what was on disk');
    history.saved(SAVED);
    assert.equal(history.now(5, 0, RAN, SAVED).line, 6);
    assert.deepEqual(history.now(5, 0, SAVED + 1, SAVED), { line: 5, state: 'same' });
  });

  it('follows what others wrote and the editor read again', () => {
    const history = new FileHistory(WRITTEN);
    history.edited([insert(0, 'new\n')]);
    history.readAgain(WRITTEN);
    assert.equal(history.now(5, 0, RAN, WRITTEN).line, 6, 'an edit, of a document that was not dirty yet');
    history.readAgain(SAVED);
    assert.deepEqual(history.now(5, 0, RAN, SAVED), { line: 6, state: 'same' });
    assert.deepEqual(history.now(5, 0, SAVED, SAVED), { line: 5, state: 'same' });
  });

  it('forgets what was closed without saving', () => {
    const history = new FileHistory(WRITTEN);
    history.edited([insert(0, 'new\n')]);
    history.dropped();
    assert.deepEqual(history.now(5, 0, RAN, WRITTEN), { line: 5, state: 'same' });
  });

  it('forgets edits that were undone, and keeps those that were saved', () => {
    const history = new FileHistory(WRITTEN);
    history.edited([insert(5, 'x')]);
    assert.equal(history.now(5, 0, RAN, WRITTEN).state, 'changed');
    history.edited([{ startLine: 5, startCharacter: 0, endLine: 5, endCharacter: 1, text: '' }]);
    history.clean(WRITTEN);
    assert.deepEqual(history.now(5, 0, RAN, WRITTEN), { line: 5, state: 'same' });
    history.edited([insert(5, 'x')]);
    history.clean(SAVED);
    assert.deepEqual(history.now(5, 0, RAN, SAVED), { line: 5, state: 'changed' });
  });

  it('does not know what others wrote', () => {
    const history = new FileHistory(WRITTEN);
    assert.equal(history.now(5, 0, RAN, SAVED).state, 'unknown');
    assert.equal(new FileHistory(SAVED).now(5, 0, RAN, SAVED).state, 'unknown', 'before it was opened');
    history.reopened(SAVED);
    assert.equal(history.now(5, 0, RAN, SAVED).state, 'unknown', 'while it was closed');
    assert.equal(history.now(5, 0, SAVED + 1, SAVED).state, 'same', 'a later run had it as it is');
    history.edited([insert(0, 'new\n')]);
    history.saved(SAVED + 500);
    assert.equal(history.now(5, 0, RAN, SAVED + 500).state, 'unknown');
  });

  it('does not know what was edited before it looked', () => {
    const history = new FileHistory(WRITTEN, true);
    assert.equal(history.now(5, 0, RAN, WRITTEN).state, 'unknown');
    history.saved(SAVED);
    assert.equal(history.now(5, 0, RAN, SAVED).state, 'unknown');
    assert.equal(history.now(5, 0, SAVED + 1, SAVED).state, 'same');
  });

  it('knows nothing of a run of which nobody knows when it was', () => {
    assert.equal(new FileHistory(WRITTEN).now(5, 0, Number.NaN, WRITTEN).state, 'unknown');
  });

  it('forgets old edits, and says so', () => {
    const history = new FileHistory(WRITTEN);
    for (let i = 0; i < 15_000; i++) history.edited([insert(0, 'a\n')]);
    history.saved(SAVED);
    for (let i = 0; i < 15_000; i++) history.edited([insert(0, 'a\n')]);
    assert.equal(history.now(5, 0, RAN, SAVED).state, 'unknown');
  });

  it('finds the same line there and back', () => {
    const seed = Date.now() & 0xffff;
    const fraction = random(seed);
    const next = (limit: number): number => Math.floor(fraction() * limit);
    for (let round = 0; round < rounds(2000); round++) {
      const history = new FileHistory(WRITTEN);
      let lines = Array.from({ length: 12 }, (_, i) => `line ${i} of this text`);
      const before = lines;
      for (let i = 0; i < 4; i++) {
        const startLine = next(lines.length);
        const endLine = Math.min(lines.length - 1, startLine + next(3));
        const startCharacter = next(2) === 0 ? 0 : next((lines[startLine] ?? '').length + 1);
        const endCharacter = endLine === startLine ? startCharacter : next(2) === 0 ? 0 : next((lines[endLine] ?? '').length + 1);
        const text = ['', 'x', '\n', 'x\n', 'a\nb\n'][next(5)] ?? '';
        history.edited([{ startLine, startCharacter, endLine, endCharacter, text }]);
        const head = [...lines.slice(0, startLine), (lines[startLine] ?? '').slice(0, startCharacter)].join('\n');
        const tail = [(lines[endLine] ?? '').slice(endCharacter), ...lines.slice(endLine + 1)].join('\n');
        lines = (head + text + tail).split('\n');
      }
      for (let at = 0; at < 12; at++) {
        const { line, state } = history.now(at, 0, RAN, WRITTEN);
        if (state !== 'same') continue;
        assert.equal(lines[line]?.[0] ?? '', before[at]?.[0], `seed ${seed}: line ${at}`);
        assert.deepEqual(history.past(line, 0, RAN, WRITTEN), { line: at, state: 'same' }, `seed ${seed}: line ${line} back`);
      }
    }
  });
});
