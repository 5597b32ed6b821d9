// The first difference in order: found where two tasks changed places, and nowhere else. Checked against every pair of steps, too.
import assert from 'node:assert/strict';
import { compareOrders, pairTasks } from '../../src/model/compare/compareOrder.ts';
import type { OrderStep, RunOrder } from '../../src/model/compare/runOrder.ts';
import { random } from '../support/random.ts';

/** `A w total` in each line: task, what (r, w, t for takes), thing; an instance after a dot. */
function run(...lines: readonly string[]): RunOrder {
  const names = [...new Set(lines.map((line) => line.split(' ')[0] ?? ''))].toSorted();
  const things = [...new Set(lines.map((line) => line.split(' ')[2] ?? ''))];
  return {
    endNs: lines.length,
    tasks: names.map((name, row) => ({
      key: name,
      name: name.split('/').at(-1) ?? '',
      place: null,
      row,
      startNs: row,
      endNs: lines.length + row,
    })),
    steps: lines.map((line, ns): OrderStep => {
      const [task = '', what, thing = ''] = line.split(' ');
      const name = thing.split('.')[0] ?? '';
      return {
        task: names.indexOf(task),
        what: what === 'r' ? 'reads' : what === 'w' ? 'writes' : 'takes',
        text: name,
        thing: name,
        instance: things.indexOf(thing),
        ns,
        place: null,
      };
    }),
    isCut: false,
  };
}
/** The two steps as they came in the later run: `B w total, A w total`. */
function difference(before: RunOrder, after: RunOrder): string | null {
  const { divergence } = compareOrders(before, after);
  if (divergence === null) return null;
  const said = (side: typeof divergence.after, of: RunOrder): string =>
    side.swapped
      .map((i) => {
        const step = side.steps[i];
        assert.ok(step);
        return `${of.tasks[step.task]?.key} ${step.what[0]} ${step.thing}`;
      })
      .join(', ');
  assert.equal(
    said(divergence.before, before).split(', ').toReversed().join(', '),
    said(divergence.after, after),
    'the same two steps, the other way round',
  );
  return said(divergence.after, after);
}

describe('compareOrders', () => {
  it('has nothing to say of two runs in one order, or that share nothing', () => {
    const one = run('A r x', 'B r x', 'A w x', 'B w x');
    assert.deepEqual(compareOrders(one, one), { compared: 4, divergence: null, isCut: false });
    assert.equal(compareOrders(run('A w x'), run('B w x')).compared, 0);
  });

  it('finds a lost update: a read that came before a write and comes after it', () => {
    assert.equal(difference(run('A r x', 'B r x', 'A w x', 'B w x'), run('A r x', 'A w x', 'B r x', 'B w x')), 'A w x, B r x');
  });

  it('finds two writes and two holders of a lock that changed places', () => {
    assert.equal(difference(run('A w x', 'B w x'), run('B w x', 'A w x')), 'B w x, A w x');
    assert.equal(difference(run('A t lock', 'B t lock'), run('B t lock', 'A t lock')), 'B t lock, A t lock');
  });

  it('takes reads in another order, and other things, for no difference', () => {
    assert.equal(difference(run('A r x', 'B r x'), run('B r x', 'A r x')), null);
    assert.equal(difference(run('A w x', 'B w y', 'B r x', 'A r y'), run('B w y', 'A w x', 'B r x', 'A r y')), null);
    assert.equal(difference(run('A w x.1', 'B w x.2'), run('B w x.2', 'A w x.1')), null);
  });

  it('leaves out what only one of the runs did', () => {
    assert.equal(difference(run('A w x', 'B r x'), run('A w x', 'C w x', 'B r x')), null);
    assert.equal(difference(run('A w x', 'C w x', 'B r x'), run('A w x', 'B r x')), null);
  });

  it('takes it for no question of order when a task and what it called change places', () => {
    assert.equal(difference(run('A w x', 'A/f w x'), run('A/f w x', 'A w x')), null);
  });

  it('names the first in the later run', () => {
    const before = run('A w x', 'B w x', 'A w y', 'B w y');
    assert.equal(difference(before, run('B w y', 'A w y', 'B w x', 'A w x')), 'B w y, A w y');
  });

  it('finds a difference exactly when two conflicting steps changed places', () => {
    for (let seed = 1; seed <= 300; seed++) {
      const next = random(seed);
      const pick = (n: number): number => Math.floor(next() * n);
      const perTask = ['A', 'B', 'C'].map((task) =>
        Array.from({ length: 1 + pick(4) }, () => `${task} ${pick(2) === 0 ? 'r' : 'w'} ${'xy'[pick(2)]}`),
      );
      const shuffled = (): string[] => {
        const left = perTask.map((list) => [...list]);
        const lines: string[] = [];
        while (left.some((list) => list.length > 0)) {
          const line = left[pick(left.length)]?.shift();
          if (line !== undefined) lines.push(line);
        }
        return lines;
      };
      const [one, two] = [shuffled(), shuffled()];
      // Every step by name and how manieth, as compareOrders sees it.
      const numbered = (lines: readonly string[]): string[] =>
        lines.map((line, i) => `${line} ${lines.slice(0, i).filter((each) => each === line).length}`);
      const [a, b] = [numbered(one), numbered(two)];
      const isSwapped = b.some((x, i) =>
        b.slice(i + 1).some((y) => {
          const conflict = x[0] !== y[0] && x[4] === y[4] && (x[2] === 'w' || y[2] === 'w');
          return conflict && a.indexOf(x) > a.indexOf(y);
        }),
      );
      assert.equal(difference(run(...one), run(...two)) !== null, isSwapped, `seed ${seed}: ${one.join(', ')} | ${two.join(', ')}`);
    }
  });

  it('shows no more of a side than fits beside the other', () => {
    const many = Array.from({ length: 40 }, () => 'A w x');
    const { divergence } = compareOrders(run(...many, 'B r x'), run('A w x', 'B r x', ...many.slice(1)));
    assert.ok(divergence);
    for (const { steps, swapped } of [divergence.before, divergence.after]) {
      assert.ok(steps.length <= 8 && swapped.every((i) => i >= 0 && i < steps.length));
    }
  });
});

describe('pairTasks', () => {
  it('puts the tasks of a difference first, and those of one run beside nothing', () => {
    const before = run('A w x', 'B w x', 'C w y', 'D w y');
    const after = run('B w x', 'A w x', 'C w y', 'E w y');
    const { divergence } = compareOrders(before, after);
    assert.deepEqual(
      pairTasks(before, after, divergence, 2).map(({ key }) => key),
      ['A', 'B'],
    );
    const all = pairTasks(before, after, divergence, 10);
    assert.deepEqual(
      all.filter((pair) => pair.before === null || pair.after === null).map((pair) => [pair.key, pair.before === null]),
      [
        ['D', false],
        ['E', true],
      ],
    );
  });
});
