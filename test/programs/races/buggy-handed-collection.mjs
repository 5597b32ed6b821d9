// expect: race.atomicity 7,18
// The map goes by another name in the helper that reads it, and the key of the write is a part of what the helper gave back.
import { stat } from 'node:fs/promises';

const points = new Map([['ann', 0]]);

const standing = async (board, name) => ({ name, points: board.get(name) });
const withMore = ({ name, points: before }, more) => ({ name, points: before + more });

async function weigh() {
  return (await stat(process.execPath)).size > 0 ? 1 : 0;
}

async function add(name) {
  const current = await standing(points, name);
  const next = withMore(current, await weigh());
  // Whatever has been counted meanwhile is gone.
  points.set(next.name, next.points);
}

await Promise.all([add('ann'), add('ann'), add('ann')]);
console.log(points.get('ann') > 0);
