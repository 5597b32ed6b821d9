// expect: race.order.last-write 15
// The answers stand in the list in the order in which they came: three sources that are asked side by side, of which the second is the quickest.
import { setTimeout as sleep } from 'node:timers/promises';
const FEEDS = ['alpha', 'beta', 'gamma'];
const LATENCY = { alpha: 30, beta: 10, gamma: 20 };
async function readFeed(name) {
  await sleep(LATENCY[name]);
  return { entries: name.length * 10 };
}
async function collect(names) {
  const answers = [];
  await Promise.all(
    names.map(async (name) => {
      const feed = await readFeed(name);
      answers.push(feed.entries);
    }),
  );
  const report = {};
  for (let i = 0; i < names.length; i++) {
    report[names[i]] = answers[i];
  }
  return report;
}
console.log(JSON.stringify(await collect(FEEDS)));
