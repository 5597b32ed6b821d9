// expect: nothing
// Who takes down the bells goes by the list of those that hang: each that he comes to has ringers.
import { setTimeout as delay } from 'node:timers/promises';

const ringers = {};

function hang(bell, ringer) {
  if (!ringers[bell]) ringers[bell] = [];
  ringers[bell].push(ringer);
}

function takeDown(only) {
  const taken = [];
  Object.keys(ringers)
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
