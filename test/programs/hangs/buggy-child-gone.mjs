// expect: promise.never-settles
// The helper has ended over a word that it does not know, and nobody tells those that wait for its answer. Says `late` when it has waited for long.
import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';

if (process.argv[2] === 'helper') {
  const words = { hund: 'dog', katze: 'cat' };
  process.on('message', ({ id, word }) => {
    if (!(word in words)) process.exit(1);
    process.send({ id, text: words[word] });
  });
} else {
  const helper = fork(fileURLToPath(import.meta.url), ['helper']);
  const asked = new Map();
  helper.on('message', ({ id, text }) => {
    asked.get(id)(text);
    asked.delete(id);
  });
  const translate = (word) =>
    new Promise((resolve) => {
      asked.set(asked.size + 1, resolve);
      helper.send({ id: asked.size, word });
    });

  const beat = setInterval(() => {}, 250);
  setTimeout(() => console.log('late'), 5000);
  for (const word of ['hund', 'katze', 'maus']) console.log(word, await translate(word));
  clearInterval(beat);
  helper.kill();
}
