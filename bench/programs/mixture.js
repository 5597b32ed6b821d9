// Something of everything that an analysis has to look at: tasks, timers, shared state with and without order, a queue. Argument: how many requests.
const requests = Number(process.argv[2]);
const CONCURRENT = 50;

const stock = new Map(Array.from({ length: 40 }, (_, id) => [id, 1000]));
const totals = { served: 0, missed: 0 };
let queue = Promise.resolve();

async function load(id) {
  await null;
  return stock.get(id);
}

async function reserve(id) {
  const left = await load(id);
  if (left === 0) totals.missed++;
  // One at a time: what is read stays true until it is written.
  queue = queue.then(async () => {
    const now = stock.get(id);
    await null;
    stock.set(id, now - 1);
  });
  await queue;
  totals.served++;
}

async function client(first) {
  for (let n = first; n < requests; n += CONCURRENT) {
    await reserve(n % 40);
    if (n % 20 === 0) await new Promise((resolve) => setTimeout(resolve, 1));
    else await new Promise((resolve) => setImmediate(resolve));
  }
}

Promise.all(Array.from({ length: CONCURRENT }, (_, first) => client(first))).then(() => console.log('served', totals.served));
