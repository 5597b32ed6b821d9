// expect: race.atomicity 8,10
import { setTimeout as delay } from 'node:timers/promises';

const tree = { size: 1, children: [{ size: 2, children: [{ size: 3, children: [] }] }, { size: 4, children: [] }] };
const state = { total: 0 };

async function walk(node) {
  const before = state.total;
  await delay(node.size);
  state.total = before + node.size;
  await Promise.all(node.children.map(walk));
}

await walk(tree);
console.log(state.total);
