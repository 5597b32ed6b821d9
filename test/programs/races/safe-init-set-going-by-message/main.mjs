// expect: nothing
// The child takes the rules out of the message itself, which comes first; or says when it has loaded them.
import { fork } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** Whichever comes first. */
const scores = [];
const rules = JSON.parse(readFileSync(new URL('./rules.json', import.meta.url), 'utf8'));
const told = fork(new URL('./scorer.mjs', import.meta.url));
told.send({ rules });
setTimeout(() => told.send({ word: 'maple' }), 60);
told.on('message', ({ score }) => {
  scores.push(score);
  told.disconnect();
});

const loading = fork(new URL('./scorer.mjs', import.meta.url));
loading.send({ load: './rules.json' });
loading.on('message', ({ isReady, score }) => {
  if (isReady) return loading.send({ word: 'poplar' });
  scores.push(score);
  loading.disconnect();
});
process.on('exit', () => console.log(scores.sort((x, y) => x - y).join(' ')));
