// expect: race.atomicity 8,11 ; race.atomicity 13,15
import { setTimeout as delay } from 'node:timers/promises';

const tree = { size: 1, children: [{ size: 2, children: [{ size: 3, children: [] }] }, { size: 4, children: [] }] };
const state = { total: 0, depth: 0, path: [] };

async function walk(node) {
  const before = state.total;
  state.path = [...state.path, node.size];
  await delay(1);
  state.total = before + node.size;
  await Promise.all(node.children.map(walk));
  const path = state.path;
  await delay(1);
  state.path = path.slice(0, -1);
}

await walk(tree);
console.log(state.total, state.path.length);
