// expect: race.order.last-write 8
// The prices stand in the list in the order in which they came, and are taken by the places of what was asked for.
import { setTimeout as sleep } from 'node:timers/promises';
const ids = [3, 1, 2];
const load = async (id) => { await sleep(id * 10); return { price: id * 5 }; };
export async function priceList() {
  const prices = [];
  await Promise.all(ids.map((id) => load(id).then((row) => { prices.push(row.price); })));
  const out = new Map();
  for (const [i, id] of ids.entries()) out.set(id, prices[i]);
  return out;
}
console.log(await priceList());
