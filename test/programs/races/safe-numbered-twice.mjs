// expect: nothing
// The number is taken and counted on in one step; how many are done is said, and no number of anything; and calls come one after the other.
import { setTimeout as sleep } from 'node:timers/promises';

const pages = [];
function createPress() {
  let page = 0;
  return async (text) => {
    const number = page++;
    await sleep(6);
    pages[number] = text;
  };
}
const press = createPress();
await Promise.all(['one', 'two', 'three'].map((text) => press(text)));

let done = 0;
const words = new Map();
async function look(word) {
  console.log(`${done} done`);
  await sleep(4);
  words.set(word, true);
  done++;
}
await Promise.all([look('a'), look('b'), look('a')]);

class Ward {
  next = 1;
  beds = [];
  async admit(name) {
    const bed = this.next;
    await sleep(5);
    this.beds[bed] = name;
    this.next += 1;
  }
}
const ward = new Ward();
await ward.admit('ann');
await ward.admit('bob');
console.log(pages.length, words.size, ward.beds.length);
