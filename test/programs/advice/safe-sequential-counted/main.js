// expect: nothing
// never: await.sequential await.in-loop
// What is counted decides something: a number for each in their order, a place in the hall, what is left, how often it was asked in between.
const after = (value) => new Promise((resolve) => setTimeout(resolve, 50, value));

let number = 0;
async function draw(name) {
  const own = ++number;
  await after();
  return `${name} ${own}`;
}

let places = 9;
const hall = {
  take(count) {
    places -= count;
    return after(places);
  },
  left: () => after(places),
};

let loads = 0;
async function load(key) {
  loads++;
  await after();
  return key;
}

const written = [];
const book = {
  note: (text) => new Promise((resolve) => setTimeout(() => resolve(written.push(text)), 50)),
  pages: () => new Promise((resolve) => setTimeout(() => resolve(written.length), 50)),
};

async function raffle() {
  const first = await draw('rose');
  const second = await draw('tulip');
  return [first, second];
}

async function seats() {
  const taken = await hall.take(1);
  const left = await hall.left();
  return [taken, left];
}

async function costOfOne() {
  const first = await load('a');
  const before = loads;
  const second = await load('b');
  return [first, second, loads - before];
}

async function diary(day) {
  const at = await book.note(`day ${day}`);
  const pages = await book.pages();
  return [at, pages];
}

async function main() {
  for (const day of [1, 2, 3]) console.log(await raffle(), await seats(), await costOfOne(), await diary(day));
}

main();
