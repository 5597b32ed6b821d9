// expect: nothing
// never: await.in-loop await.sequential
const { setTimeout: later } = require('node:timers/promises');

// Time that has to pass, and statements on one connection.
const sent = [];
const moment = () => new Promise((resolve) => setTimeout(resolve, 40));

function ask(connection, text) {
  return new Promise((resolve) => setTimeout(() => resolve(`${connection}: ${text}`), 40));
}

async function main() {
  for (const name of ['a', 'b', 'c', 'd', 'e']) {
    sent.push(name);
    await moment();
  }
  const answers = [];
  for (const text of ['one', 'two', 'three', 'four', 'five']) {
    answers.push(await ask.call(undefined, 'c1', text));
    await later(30);
  }
  for (let connection = 'c2', i = 0; i < 5; i++) {
    const answer = await ask(connection, i);
    answers.push(answer);
  }
  const connection = 'c3';
  const user = await ask(connection, 'user');
  const orders = await ask(connection, 'orders');
  console.log(sent.length, answers.length, user, orders);
}

main();
