// expect: deadlock.actual 22,20 signal
const taken = new Map();
function claim(track, train) {
  return new Promise((resolve) => {
    const tryNow = () => {
      if (taken.has(track)) return false;
      taken.set(track, train);
      resolve();
      return true;
    };
    if (tryNow()) return;
    const poll = setInterval(() => {
      if (tryNow()) clearInterval(poll);
    }, 10);
  });
}
const free = (track) => taken.delete(track);

async function shunt(train, from, to) {
  await claim(from, train);
  await new Promise((resolve) => setTimeout(resolve, 20));
  await claim(to, train);
  free(from);
  free(to);
}
async function morning() {
  await shunt('early', 't1', 't2');
  await Promise.all([shunt('ice', 't1', 't2'), shunt('re', 't2', 't1')]);
}
morning();
