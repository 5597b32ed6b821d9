// expect: race.atomicity 12,14 ; race.check-then-act 20,22 ; race.atomicity 28,31
// What is free is chosen by a look at one name, and stored, after a wait, under the name that was chosen: that is the same for two that came together.
import { setTimeout as delay } from 'node:timers/promises';

const posts = new Map();
const files = {};
const seats = new Set();
let made = 0;

// The name is taken as it is, or with a number.
async function publish(title) {
  const slug = posts.has(title) ? `${title}-${posts.size}` : title;
  await delay(5);
  posts.set(slug, { title, number: ++made });
  return slug;
}

async function upload(name) {
  let target = name;
  if (files[name]) target = `copy of ${name}`;
  await delay(5);
  files[target] = { name, number: ++made };
  return target;
}

const wanted = { row: 7 };
async function book(who) {
  const isTaken = seats.has(wanted.row);
  const row = isTaken ? wanted.row + 1 : wanted.row;
  await delay(5);
  seats.add(row);
  return `${who}: ${row}`;
}

const all = await Promise.all([publish('spring'), publish('spring'), upload('a.txt'), upload('a.txt'), book('Ann'), book('Ben')]);
console.log(all.length);
