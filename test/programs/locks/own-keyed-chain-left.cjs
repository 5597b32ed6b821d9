// expect: lock.not-released 22 exit 0
// Who finds nothing to do returns without unlocking, and its caller, who has waited for it, asks again.
const turns = new Map();
function lock(key) {
  let unlock;
  const done = new Promise((resolve) => (unlock = resolve));
  const before = turns.get(key) ?? Promise.resolve();
  const turn = before.then(() => unlock);
  turns.set(
    key,
    before.then(() => done),
  );
  return turn;
}
const labels = new Map([
  ['a', 'old'],
  ['b', 'old'],
]);
const read = (id) => new Promise((resolve) => setTimeout(resolve, 2, labels.get(id)));

async function label(id, text) {
  const unlock = await lock(id);
  if ((await read(id)) === text) return 'same';
  labels.set(id, text);
  unlock();
  return 'changed';
}
async function main() {
  console.log(await Promise.all([label('a', 'new'), label('b', 'new')]));
  console.log(await label('b', 'new'));
  console.log(await label('b', 'newer'));
}
main();
