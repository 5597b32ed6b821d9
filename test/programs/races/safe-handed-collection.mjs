// expect: nothing
// The map goes by another name in the helper that reads it, after all that is waited for.
import { stat } from 'node:fs/promises';

const points = new Map([['ann', 0]]);

const standing = (board, name) => ({ name, points: board.get(name) });
const withMore = ({ name, points: before }, more) => ({ name, points: before + more });

async function weigh() {
  return (await stat(process.execPath)).size > 0 ? 1 : 0;
}

async function add(name) {
  const more = await weigh();
  const next = withMore(standing(points, name), more);
  // Read and written in one step.
  points.set(next.name, next.points);
}

await Promise.all([add('ann'), add('ann'), add('ann')]);
console.log(points.get('ann') > 0);
