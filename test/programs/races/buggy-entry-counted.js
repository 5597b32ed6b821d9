// expect: race.atomicity 12,19 ; race.atomicity 30,32 ; race.check-then-act 39,43
// What is loaded where nothing is there yet is counted on: two that find nothing make the same of it, and have the same number.
'use strict';
const { setTimeout: sleep } = require('node:timers/promises');

class Tickets {
  #next = Object.create(null);

  draw(counter, done) {
    this.#find(counter, (error, next) => {
      if (error) return done(error);
      this.#next[counter] = next + 1;
      done(null, `${counter}${next}`);
    });
  }

  // Calls back with the number that is to be drawn.
  #find(counter, done) {
    if (Reflect.has(this.#next, counter)) setImmediate(done, null, this.#next[counter]);
    else loadNext(counter, done);
  }
}

function loadNext(counter, done) {
  setTimeout(() => done(null, counter.length * 100), 15);
}

const drafts = new Map();
async function nameDraft(title) {
  const last = drafts.get(title) ?? (await sleep(25, title.length));
  const number = last + 1;
  drafts.set(title, number);
  return `${title} (${number})`;
}

const seats = {};
async function admit(hall) {
  // Whoever comes first asks how many are in.
  if (hall in seats) {
    seats[hall] += 1;
    return seats[hall];
  }
  seats[hall] = await sleep(25, 1);
  return seats[hall];
}

const tickets = new Tickets();
tickets.draw('A', console.log);
tickets.draw('A', console.log);
Promise.all(['letter', 'letter'].map(nameDraft)).then(console.log);
Promise.all(['blue', 'blue'].map(admit)).then(console.log);
