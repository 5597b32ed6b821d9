// expect: await.in-loop@info main.js:10; await.in-loop@info main.js:17; await.in-loop@info main.js:29
'use strict';
const depots = new Map([...'ABCDEF'].map((letter, i) => [letter, { depot: letter, pallets: 10 + i }]));

function stockOf(letter) {
  return new Promise((resolve) => setTimeout(() => resolve(depots.get(letter)), 40));
}

// A list of answers, one asked for after the other.
const levels = (letters) => letters.reduce((before, letter) => before.then((all) => stockOf(letter).then((row) => [...all, row.pallets])), Promise.resolve([]));

// The answers are kept by whoever asked.
function fullest(letters) {
  const seen = [];
  return letters
    .reduce(
      (before, letter) => before.then(() => stockOf(letter)).then((row) => { seen.push(row); }),
      Promise.resolve(),
    )
    .then(() => seen.toSorted((x, y) => y.pallets - x.pallets)[0].depot);
}

async function inspect(letter) {
  const row = await stockOf(letter);
  return `${row.depot}: ${row.pallets}`;
}
function report(letters) {
  return letters.reduce(async (before, letter) => {
    const lines = await before;
    lines.push(await inspect(letter));
    return lines;
  }, Promise.resolve([]));
}

const letters = [...depots.keys()];
levels(letters)
  .then((all) => console.log(all))
  .then(() => fullest(letters))
  .then((depot) => console.log(depot))
  .then(() => report(letters))
  .then((lines) => console.log(lines));
