// expect: promise.floating main.mjs:21
// A tally is asked how many votes it has before the votes that were handed to it are in.
import { setTimeout as delay } from 'node:timers/promises';

class Tally {
  votes = [];

  async add(vote) {
    await delay(80);
    this.votes.push(vote);
  }

  async count() {
    await delay(2);
    return this.votes.length;
  }
}

async function countAll(tally, votes) {
  for (const vote of votes) {
    tally.add(vote);
  }
  return tally.count();
}

const total = await countAll(new Tally(), ['yes', 'no', 'yes']);
console.log(`${total} votes`);
await delay(200);
