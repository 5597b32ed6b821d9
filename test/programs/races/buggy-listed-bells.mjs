// expect: race.order.use-before-init 17,9
// Who takes down the bells goes by his own list: one may not hang yet.
import { setTimeout as delay } from 'node:timers/promises';

const ringers = {};

function hang(bell, ringer) {
  if (!ringers[bell]) ringers[bell] = [];
  ringers[bell].push(ringer);
}

function takeDown(only) {
  const taken = [];
  ["big", "small"]
    .filter((bell) => !only || bell === only)
    .forEach((bell) => {
      ringers[bell].forEach((ringer) => taken.push(`${bell}: ${ringer}`));
      ringers[bell].length = 0;
    });
  return taken;
}

async function morning() {
  await delay(5);
  hang('big', 'ann');
  await delay(5);
  hang('small', 'bob');
}

async function evening() {
  await delay(40);
  console.log(takeDown().join());
}

morning();
evening();
