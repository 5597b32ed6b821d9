// expect: race.order.last-write 15,21
// The keeper is looked up once. Whoever changes that forgets what was looked up, and a look that is under way brings the old one back.
const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const register = { lighthouse: { keeper: 'Ada' } };
let known = null;

async function lookUp(place) {
  const entry = register[place];
  await wait(40);
  return entry;
}

async function keeperOf(place) {
  if (known) return known;
  known = await lookUp(place);
  return known;
}

async function appoint(place, keeper) {
  await wait(3).then(() => { register[place] = { keeper }; });
  known = null;
}

const early = keeperOf('lighthouse');
appoint('lighthouse', 'Ben')
  .then(() => early)
  .then(() => keeperOf('lighthouse'))
  .then(({ keeper }) => console.log(keeper));
