// expect: nothing
// As buggy-joined-by-place.mjs, but each answer is stored in its place, given by Promise.all, come for one after the other, or sorted; or the order in which they came is what is told.
import { setTimeout as sleep } from 'node:timers/promises';
const ids = [3, 1, 2];
const load = async (id) => { await sleep(id * 10); return { id, price: id * 5 }; };
async function stored() {
  const prices = [];
  await Promise.all(ids.map(async (id, i) => { prices[i] = (await load(id)).price; }));
  return ids.map((id, i) => [id, prices[i]]);
}
async function given() {
  const prices = await Promise.all(ids.map(async (id) => (await load(id)).price));
  return ids.map((id, i) => [id, prices[i]]);
}
async function one() {
  const prices = [];
  for (const id of ids) prices.push((await load(id)).price);
  return ids.map((id, i) => [id, prices[i]]);
}
async function sorted() {
  const rows = [];
  await Promise.all(ids.map(async (id) => { rows.push(await load(id)); }));
  rows.sort((a, b) => ids.indexOf(a.id) - ids.indexOf(b.id));
  return ids.map((id, i) => [id, rows[i].price]);
}
async function listed() {
  const rows = [];
  await Promise.all(ids.map(async (id) => { rows.push(await load(id)); }));
  return rows.map((row, i) => `${i + 1}. ${row.id}`);
}
console.log(await stored(), await given(), await one(), await sorted(), await listed());
