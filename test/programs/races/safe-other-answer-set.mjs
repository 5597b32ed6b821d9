// expect: nothing
// Which things are being fetched stands in a set, and whoever wants another one fetches it.
import { EventEmitter, once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';

const shelf = new Map();
const fetching = new Set();
const arrivals = new EventEmitter();

async function fetchItem(kind, code) {
  const place = `${kind} ${code}`;
  const known = shelf.get(place);
  if (known) return known;
  if (fetching.has(place)) {
    const [item] = await once(arrivals, place);
    return item;
  }

  fetching.add(place);
  try {
    await sleep(80);
    const item = { place };
    shelf.set(place, item);
    arrivals.emit(place, item);
    return item;
  } finally {
    fetching.delete(place);
  }
}

const first = fetchItem('book', 12);
await sleep(25);
console.log(await Promise.all([first, fetchItem('book', 31)]));
