// expect: nothing
/** Looked at before the wait and again after it: that it refuses then is what the second look is for. */
import { setTimeout as sleep } from 'node:timers/promises';

function createPhone(dial) {
  let line = null;
  return {
    async open() {
      const dialled = await dial();
      line = dialled;
    },
    hangUp() {
      line = null;
    },
    async speak(text) {
      if (!line) throw new Error('no line');
      const coded = await encode(text);
      if (!line) throw new Error('no line any more');
      line.say(coded);
    },
  };
}
async function encode(text) {
  await sleep(30);
  return text.toUpperCase();
}

const said = [];
const phone = createPhone(async () => {
  await sleep(5);
  return { say: (text) => said.push(text) };
});
await phone.open();
const first = phone.speak('hello').catch(() => 'lost');
setTimeout(() => phone.hangUp(), 10);
console.log(await first);
