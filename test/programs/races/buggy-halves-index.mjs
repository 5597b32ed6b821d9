// expect: race.atomicity 12,13,19,18
// The order of the songs is new at once, their texts when they have been read: a list that is asked for in between has a song without a text.
import { setTimeout as delay } from 'node:timers/promises';

const shelves = { spring: ['lark', 'brook'], autumn: ['brook', 'rain', 'geese'] };
const book = { order: [], verses: new Map() };

async function season(name) {
  const next = shelves[name];
  await delay(2);
  const chosen = [...next];
  book.order = chosen;
  book.verses = await readVerses(chosen);
}

function sing() {
  return book.order
    .map((title) =>
      book.verses.get(title).slice(0, 6),
    )
    .join(', ');
}

async function readVerses(titles) {
  await delay(25);
  return new Map(titles.map((title) => [title, `${title} in the morning`]));
}

await season('spring');
console.log(sing());
const changing = season('autumn');
await delay(8);
try {
  console.log(sing());
} catch (error) {
  console.log(error.message);
}
await changing;
console.log(sing());
