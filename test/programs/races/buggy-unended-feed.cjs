// expect: race.check-then-act 19
'use strict';
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
let live = 0;
const openFeed = async (url) => {
  await pause(5);
  live++;
  return { url, close: async () => void (live -= 1) };
};

let current;

async function show(url) {
  const last = current;
  const feed = await openFeed(url);
  if (last) {
    await last.close();
  }
  current = feed;
}

Promise.all([show('b'), show('c')])
  .then(() => current.close())
  .then(() => console.log(live));
