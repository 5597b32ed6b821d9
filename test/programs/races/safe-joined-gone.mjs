// expect: nothing
import { setTimeout as delay } from 'node:timers/promises';

// Two ways to put something into an entry after a wait: looked up anew, and with a mark of the removal.
const lists = new Map();
const open = (map, name) => {
  let entry = map.get(name);
  if (!entry) map.set(name, (entry = { name, members: new Set(), closed: false }));
  return entry;
};

async function joinAnew(name, member) {
  if (lists.get(name)?.members.has(member)) return;
  await delay(60);
  open(lists, name).members.add(member);
}

const halls = new Map();
async function joinMarked(name, member) {
  const hall = open(halls, name);
  await delay(60);
  if (hall.closed) return joinMarked(name, member);
  hall.members.add(member);
}

function leave(map, name, member) {
  const entry = map.get(name);
  entry.members.delete(member);
  if (entry.members.size === 0) {
    entry.closed = true;
    map.delete(name);
  }
}

for (const [map, join] of [[lists, joinAnew], [halls, joinMarked]]) {
  await join('red', 'ann');
  const joined = join('red', 'ben');
  setTimeout(() => leave(map, 'red', 'ann'), 25);
  await joined;
  console.log([...map.get('red').members].join());
}
