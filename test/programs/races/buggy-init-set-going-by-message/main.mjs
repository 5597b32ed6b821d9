// expect: race.order.use-before-init scorer.mjs:14
// The child is told first which rules to load, and asked later: by then they are loaded, or not.
import { fork } from 'node:child_process';

const scorer = fork(new URL('./scorer.mjs', import.meta.url));
scorer.on('message', ({ isOpen, score }) => {
  if (isOpen) {
    scorer.send({ load: './rules.json' });
    setTimeout(() => scorer.send({ word: 'maple' }), 60);
    return;
  }
  console.log(score);
  scorer.disconnect();
});
