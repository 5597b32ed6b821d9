// expect: race.atomicity 14,18 ; race.atomicity 34,36
// A call takes the count as its number, and counts on only when it is done: the next call has the same number.
import { setTimeout as sleep } from 'node:timers/promises';

const pages = [];
const print = async (text) => {
  await sleep(6);
  return text.toUpperCase();
};
const makeSheet = (number) => ({ number });
function createPress() {
  let page = 0;
  return async (text) => {
    const sheet = makeSheet(page);
    try {
      pages[sheet.number] = await print(text);
    } finally {
      page++;
    }
  };
}
const press = createPress();
await Promise.all(['one', 'two', 'three'].map((text) => press(text)));
console.log(pages.length, 'pages');

class Ward {
  next = 1;
  beds = [];
  addTo(bed, name) {
    this.beds[bed] = name;
  }

  async admit(name) {
    const bed = this.next;
    await sleep(5);
    this.next += 1;
    this.addTo(bed, name);
  }
}
const ward = new Ward();
await ward.admit('ann');
await Promise.all([ward.admit('bob'), ward.admit('cleo')]);
console.log(ward.beds.length);
