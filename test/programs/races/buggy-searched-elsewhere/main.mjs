// expect: race.check-then-act main.mjs:14 ; race.check-then-act main.mjs:24 ; race.check-then-act main.mjs:38 ; race.check-then-act main.mjs:44
// Each post of the club is held by one member. Whether somebody holds it is looked up in another file, by a loop or by the first entry, and the member is entered there after a vote.
import { setTimeout as delay } from 'node:timers/promises';
import { Posts } from './posts.mjs';

const posts = Array.from({ length: 4 }, () => new Posts());
const [board, books, boats, keys] = posts;
const vote = (name) => delay(4).then(() => `${name} of 2031`);

async function chair(name) {
  const holder = await board.holderOf((entry) => entry.post === 'chair');
  if (holder) return null;
  const title = await vote(name);
  return board.enter({ name, title, post: 'chair' });
}

function treasurer(name) {
  return books
    .first()
    .then((holder) => {
      if (holder) throw new Error(`${holder.name} has the books`);
      return vote(name);
    })
    .then((title) => books.append({ name, title }));
}

function bosun(person) {
  return boats
    .inList(({ name }) => name !== '')
    .then((holder) => {
      if (holder) return Promise.reject(new Error('the boats are taken care of'));
      return vote(person.name);
    })
    .then((title) => {
      person.title = title;
      return person;
    })
    .then(() => boats.append(person));
}

async function porter(name) {
  if (await keys.inList(Boolean)) throw new Error('the keys are given away');
  await vote(name);
  await keys.append({ name });
}

const both = (choose) => Promise.allSettled([choose('Ada'), choose('Eve')]);
for (const choose of [chair, treasurer, (name) => bosun({ name }), porter]) await both(choose);
console.log(posts.map(({ held }) => held).join(' '));
