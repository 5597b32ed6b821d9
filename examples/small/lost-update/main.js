// A page counter: the total lives in memory, each visit is looked up before it is counted.
const { setTimeout: delay } = require('node:timers/promises');

const page = { path: '/pricing', visits: 0 };

async function isRobot(visitor) {
  await delay(5);
  return visitor % 4 === 0;
}

async function countVisit(visitor) {
  const before = page.visits;
  if (await isRobot(visitor)) return;
  page.visits = before + 1;
}

async function main() {
  const visitors = Array.from({ length: 20 }, (_, n) => n);
  await Promise.all(visitors.map(countVisit));
  console.log(`${page.path}: ${page.visits} visits by people`);
}

main();
