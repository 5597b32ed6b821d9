// expect: lock.order-inversion 21,18 exit 0
// The outer lock is taken by a function that is no async one: its own call is the place.
const tails = new Map();
const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

function exclusive(key, job) {
  const tail = (tails.get(key) ?? Promise.resolve()).then(job);
  tails.set(
    key,
    tail.catch(() => {}),
  );
  return tail;
}

const folders = { inbox: ['m1', 'm2'], archive: ['m0'] };

function move(from, to) {
  return exclusive(from, async () => {
    await sleep(2);
    const mail = folders[from].shift();
    await exclusive(to, async () => {
      await sleep(1);
      folders[to].push(mail);
    });
  });
}

async function later(ms, job) {
  await sleep(ms);
  return job();
}

await Promise.all([later(1, () => move('inbox', 'archive')), later(40, () => move('archive', 'inbox')), later(80, () => move('inbox', 'archive'))]);
