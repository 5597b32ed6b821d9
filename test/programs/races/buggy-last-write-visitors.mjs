// expect: race.order.last-write 11
// Two visitors at one panel: each selects one thing after the other, and waits for it. The older selection comes last.
import { setTimeout as sleep } from 'node:timers/promises';

const panel = { shown: '' };

const describe = async (part) => {
  if (part === 'large') await sleep(40);
  return Promise.resolve(`this is ${part}`);
};
const select = async (part) => void (panel.shown = await describe(part));

async function ann() {
  await select('large');
  await select('small');
}

async function ben() {
  await select('first');
  await select('second');
}

await Promise.all([ann(), ben()]);
console.log(panel.shown);
