// expect: nothing
// What is free is chosen by a look at one name, and stored in the same step; or looked at again under the name that was chosen; or the two names differ.
import { setTimeout as delay } from 'node:timers/promises';

const posts = new Map();
const files = {};
const seats = new Set();
let made = 0;

// The name is taken as it is, or with a number.
async function publish(title) {
  const slug = posts.has(title) ? `${title}-${posts.size}` : title;
  posts.set(slug, { title, number: ++made });
  await delay(5);
  return slug;
}

async function upload(name, side) {
  let target = name;
  if (!files[name]) target = `${side} of ${name}`;
  await delay(5);
  files[target] = { name, number: ++made };
  return target;
}

const wanted = { row: 7 };
async function book(who) {
  const isTaken = seats.has(wanted.row);
  const row = isTaken ? wanted.row + 1 : wanted.row;
  await delay(5);
  if (seats.has(row)) throw new Error('somebody was faster');
  seats.add(row);
  return `${who}: ${row}`;
}

const all = await Promise.allSettled([
  publish('spring'),
  publish('spring'),
  upload('a.txt', 'left'),
  upload('a.txt', 'right'),
  book('Ann'),
  book('Ben'),
]);
console.log(all.length);
