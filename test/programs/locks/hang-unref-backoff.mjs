// expect: hang.exit-pending 6 exit 0
// The pause between two tries has a function of its own, and does not keep the program alive.
import { setTimeout as sleep } from 'node:timers/promises';

async function backOff(attempt) {
  await sleep(30 * attempt, undefined, { ref: false });
}

async function upload(file) {
  for (let attempt = 1; attempt <= 3; attempt++) {
    try {
      throw new Error(`no answer for ${file}`);
    } catch {
      await backOff(attempt);
    }
  }
  return `${file} was given up`;
}

upload('a.txt').then((text) => console.log(text));
