// expect: nothing
// Each post of the club is held by one member. Who asks for it marks it before the vote, waits for the vote before, or looks once more; a deputy needs somebody who is there already, and a sailor is asked under a name that is held until then; guests wait in a line for each name.
import { setTimeout as delay } from 'node:timers/promises';
import { Posts } from './posts.mjs';

const posts = Array.from({ length: 6 }, () => new Posts());
const [board, books, boats, keys, crew, guests] = posts;
const vote = (name) => delay(4).then(() => `${name} of 2031`);

const asked = new Set();
async function chair(name) {
  if (asked.has('chair')) return null;
  asked.add('chair');
  const holder = await board.holderOf((entry) => entry.post === 'chair');
  if (holder) return null;
  const title = await vote(name);
  return board.enter({ name, title, post: 'chair' });
}

let last = Promise.resolve();
function treasurer(name) {
  const elect = () =>
    books
      .first()
      .then((holder) => {
        if (holder) throw new Error(`${holder.name} has the books`);
        return vote(name);
      })
      .then((title) => books.append({ name, title }));
  const elected = last.then(elect, elect);
  last = elected.catch(() => undefined);
  return elected;
}

async function bosun(name) {
  const title = await vote(name);
  if (boats.list.length > 0) throw new Error('the boats are taken care of');
  boats.list.push({ name, title });
}

keys.list.push({ name: 'Ida' });
async function deputy(name) {
  const porter = await keys.first();
  if (!porter) throw new Error('there is nobody to help');
  await vote(name);
  await keys.append({ name, helps: porter.name });
}

const underWay = new Set();
async function sailor(name) {
  if (underWay.has(name)) throw new Error(`${name} is being asked`);
  underWay.add(name);
  try {
    if (await crew.inList((entry) => entry.name === name)) return;
    await vote(name);
    await crew.append({ name });
  } finally {
    underWay.delete(name);
  }
}

const lines = new Map();
function guest(name) {
  const before = lines.get(name) ?? Promise.resolve();
  const asked = before.then(async () => {
    if (await guests.inList((entry) => entry.name === name)) return;
    await vote(name);
    await guests.append({ name });
  });
  const line = asked.catch(() => undefined);
  lines.set(name, line);
  return asked;
}
const arriving = async (name, at) => {
  await delay(2 * at);
  return guest(name);
};

const both = (choose) => Promise.allSettled([choose('Ada'), choose('Eve')]);
for (const choose of [chair, treasurer, bosun, deputy, sailor]) await both(choose);
await Promise.all(['Ada', 'Eve', 'Ada'].map(arriving));
console.log(posts.map(({ held }) => held).join(' '));
