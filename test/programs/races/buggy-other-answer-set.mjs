// expect: race.check-then-act 14,15,19
// Which kinds of things are being fetched stands in a set; whoever wants another one of the same kind is told when the first has come, and is given that.
import { EventEmitter, once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';

const shelf = new Map();
const fetching = new Set();
const arrivals = new EventEmitter();

async function fetchItem(kind, code) {
  const place = `${kind} ${code}`;
  const known = shelf.get(place);
  if (known) return known;
  if (fetching.has(kind)) {
    const [item] = await once(arrivals, kind);
    return item;
  }

  fetching.add(kind);
  try {
    await sleep(80);
    const item = { place };
    shelf.set(place, item);
    arrivals.emit(kind, item);
    return item;
  } finally {
    fetching.delete(kind);
  }
}

const first = fetchItem('book', 12);
await sleep(25);
console.log(await Promise.all([first, fetchItem('book', 31)]));
