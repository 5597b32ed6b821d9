// Columns keep what they are given, however the values lie: near each other, far apart, at the ends of the range.
import assert from 'node:assert/strict';
import { Float64Column, Int32Column } from '../../src/base/columns.ts';
import { random } from '../support/random.ts';

const ROWS = 20_000;

interface Column {
  readonly length: number;
  push(value: number): number;
  at(row: number): number;
  set(row: number, value: number): void;
}

/** Appends and changes rows of a column and of an array in the same way, and compares them. */
function check(column: Column, value: (row: number) => number, seed: number): void {
  const next = random(seed);
  const plain: number[] = [];
  for (let row = 0; row < ROWS; row++) {
    const added = value(row);
    assert.equal(column.push(added), row);
    plain.push(added);
    if (next() < 0.2) {
      const at = Math.floor(next() * plain.length);
      plain[at] = value(row);
      column.set(at, plain[at]);
    }
  }
  assert.equal(column.length, ROWS);
  const wrong = plain.findIndex((expected, row) => !Object.is(column.at(row), expected));
  assert.equal(wrong, -1, `row ${wrong}: ${column.at(wrong)} instead of ${plain[wrong]}`);
  column.set(ROWS, 7);
  assert.deepEqual([column.length, column.at(ROWS), column.at(-1)], [ROWS, 0, 0]);
}

describe('Int32Column', () => {
  const next = random(3);
  const whole = (size: number): number => Math.floor(next() * size);
  const kinds: Readonly<Record<string, (row: number) => number>> = {
    'nothing but no row': () => -1,
    'small numbers': () => whole(3) - 1,
    'row numbers near by': (row) => (next() < 0.3 ? -1 : row * 3 + whole(100)),
    'falling numbers': (row) => 2 ** 31 - 1 - row * 7,
    'one far away now and then': (row) => (next() < 0.001 ? whole(2 ** 30) : row),
    'any number': () => (next() * 2 ** 32) | 0,
    'the ends of the range': () => [-(2 ** 31), 2 ** 31 - 1, 0, -1, -2][whole(5)] as number,
    'the lowest numbers': () => whole(300) - 2 ** 31,
  };
  for (const [name, value] of Object.entries(kinds)) it(`keeps ${name}`, () => check(new Int32Column(), value, 11));

  it('takes what is no 32-bit integer as an Int32Array does', () => {
    const column = new Int32Column();
    const values = [1.5, -1.5, 2 ** 32 + 3, Number.NaN, Number.POSITIVE_INFINITY];
    for (const value of values) column.push(value);
    assert.deepEqual(
      values.map((_, row) => column.at(row)),
      [...Int32Array.from(values)],
    );
  });

  it('takes little room for rows that are alike', () => {
    const column = new Int32Column();
    for (let row = 0; row < ROWS; row++) column.push(1_000_000_000 + row * 2);
    assert.ok(column.byteLength <= ROWS * 3, `${column.byteLength} bytes`);
  });

  it('takes no room for rows that say the same, whatever it is', () => {
    for (const value of [-1, 0, 7]) {
      const column = new Int32Column();
      for (let row = 0; row < ROWS; row++) column.push(value);
      assert.equal(column.byteLength, 0);
      assert.equal(new Int32Column().push(value + 1), 0);
      assert.equal(column.at(ROWS - 1), value, 'what another column holds is its own');
    }
  });

  it('is wide only for a while after a number from far away', () => {
    const column = new Int32Column();
    for (let row = 0; row < ROWS * 10; row++) column.push(row === 3 ? 2 ** 30 : row % 100);
    assert.ok(column.byteLength <= ROWS * 10 * 2.5, `${column.byteLength} bytes`);
  });
});

describe('Float64Column', () => {
  const next = random(5);
  const kinds: Readonly<Record<string, (row: number) => number>> = {
    'times of the clock': (row) => (next() < 0.2 ? Number.NaN : 1e15 + row * 64 * 500),
    'times that do not lie on its ticks': (row) => 1e15 + row * 33.3,
    'a time far away now and then': (row) => (next() < 0.001 ? next() * 1e18 : row * 64),
    'nothing but unknown': () => Number.NaN,
    'what has no bounds': () => [0, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, Number.NaN, 0.1][Math.floor(next() * 5)] as number,
  };
  for (const [name, value] of Object.entries(kinds)) it(`keeps ${name}`, () => check(new Float64Column(), value, 13));
  it('takes half of the room for times of the clock, though the first does not lie on its ticks', () => {
    const column = new Float64Column();
    for (let row = 0; row < ROWS; row++) column.push(row === 0 ? 0.5 : row * 64);
    assert.ok(column.byteLength <= ROWS * 6, `${column.byteLength} bytes`);
  });
  it('keeps halves', () => check(new Float64Column(0.5), (row) => row - (row % 2) / 2, 17));
});
