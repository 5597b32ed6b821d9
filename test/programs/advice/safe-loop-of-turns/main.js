// expect: nothing
// never: await.in-loop await.sequential
'use strict';
const { Worker, isMainThread, parentPort } = require('node:worker_threads');
const { once } = require('node:events');

// The next message of a worker goes to everybody who waits for it: one question after the other.
if (isMainThread) {
  const worker = new Worker(__filename);
  const ask = async (question) => {
    worker.postMessage(question);
    const [answer] = await once(worker, 'message');
    return answer;
  };
  const askByHand = (question) =>
    new Promise((resolve) => {
      worker.once('message', resolve);
      worker.postMessage(question);
    });
  const main = async () => {
    const answers = [];
    for (const question of ['a', 'b', 'c', 'd', 'e']) {
      const answer = await ask(question);
      answers.push(answer);
    }
    for (const question of ['f', 'g', 'h', 'i', 'j']) {
      const answer = await askByHand(question);
      answers.push(answer);
    }
    const first = await ask('x');
    const second = await ask('y');
    const third = await ask('z');
    const fourth = await ask('!');
    console.log(answers.join(), first, second, third, fourth);
    await worker.terminate();
  };
  main();
} else {
  parentPort.on('message', (question) => setTimeout(() => parentPort.postMessage(question.toUpperCase()), 40));
}
