// expect: lock.not-released 9,7 exit 0
// The promise in the map is the lock: who finds none leaves one. A job that throws leaves it there for ever.
const rooms = new Map();
const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

async function withRoom(room, job) {
  while (rooms.has(room)) await rooms.get(room);
  let free;
  rooms.set(room, new Promise((resolve) => (free = resolve)));
  const result = await job();
  rooms.delete(room);
  free();
  return result;
}

async function reserve(room, guest) {
  return withRoom(room, async () => {
    await sleep(3 + guest.length);
    if (guest === '') throw new Error('no name');
  });
}

async function main() {
  await Promise.allSettled([reserve(7, 'ann'), reserve(7, '')]);
  await reserve(7, 'christine');
}
main();
