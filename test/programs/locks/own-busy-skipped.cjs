// expect: lock.not-released 9,8 exit 0
// A round that fails leaves the flag set: every later round finds it set and does nothing.
const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const batches = [['a'], null, ['b', 'c'], ['d']];
let isSyncing = false;

async function sync() {
  if (isSyncing) return;
  isSyncing = true;
  const batch = batches.shift();
  for (const item of batch) await wait(item.length);
  isSyncing = false;
}

let rounds = 0;
const timer = setInterval(() => {
  sync().catch((error) => console.log(error.message));
  if (++rounds === 12) clearInterval(timer);
}, 10);
