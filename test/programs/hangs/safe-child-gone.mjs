// expect: nothing
// The helper has ended, and is started again by who looks after it: the answer may still come. And the helper itself waits for what it is sent. Says `late` when that has been so for long.
import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';

if (process.argv[2] === 'helper') {
  let handled = 0;
  setInterval(() => handled === 0, 200);
  const next = () => new Promise((resolve) => process.once('message', resolve));
  const { id, word } = await next();
  handled++;
  if (word === 'maus') process.exit(1);
  process.send({ id, text: word.toUpperCase() });
  process.send(await next());
} else {
  const asked = new Map();
  let helper;
  const start = () => {
    helper = fork(fileURLToPath(import.meta.url), ['helper']);
    helper.on('message', ({ id, text }) => asked.get(id)?.(text));
  };
  const watch = () => {
    if (helper.exitCode !== null && Date.now() > limit) start();
  };
  const limit = Date.now() + 60_000;
  const translate = (word) =>
    new Promise((resolve) => {
      asked.set(word, resolve);
      helper.send({ id: word, word });
    });
  start();
  setInterval(() => watch(), 250);
  setTimeout(() => console.log('late'), 5000);
  console.log(await translate('maus'));
}
