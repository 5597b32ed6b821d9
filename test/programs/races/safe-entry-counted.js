// expect: nothing
// What is loaded where nothing is there yet is counted on from what is there by then, is loaded once, or is kept as it is.
'use strict';
const { setTimeout: sleep } = require('node:timers/promises');

class Tickets {
  #next = Object.create(null);
  #waiting = Object.create(null);

  draw(counter, done) {
    this.#find(counter, (error) => {
      if (error) return done(error);
      done(null, `${counter}${this.#next[counter]++}`);
    });
  }

  // Calls back when the number that is to be drawn is known.
  #find(counter, done) {
    if (Reflect.has(this.#next, counter)) setImmediate(done, null);
    else if (Reflect.has(this.#waiting, counter)) this.#waiting[counter].push(done);
    else {
      this.#waiting[counter] = [done];
      loadNext(counter, (error, next) => {
        const waiting = this.#waiting[counter];
        delete this.#waiting[counter];
        if (!error) this.#next[counter] = next;
        for (const each of waiting) each(error);
      });
    }
  }
}

function loadNext(counter, done) {
  setTimeout(() => done(null, counter.length * 100), 15);
}

const drafts = new Map();
async function nameDraft(title) {
  const last = drafts.get(title) ?? (await sleep(25, title.length));
  const number = (drafts.get(title) ?? last) + 1;
  drafts.set(title, number);
  return `${title} (${number})`;
}

const lengths = new Map();
async function lengthOf(title) {
  const known = lengths.has(title) ? lengths.get(title) : (await sleep(2, title.length)) + 1;
  lengths.set(title, known);
  return known;
}

const seats = {};
async function admit(hall) {
  // Whoever comes first asks how many are in.
  if (hall in seats) {
    seats[hall] += 1;
    return seats[hall];
  }
  const first = await sleep(25, 1);
  seats[hall] = hall in seats ? seats[hall] + 1 : first;
  return seats[hall];
}

const tickets = new Tickets();
tickets.draw('A', console.log);
tickets.draw('A', console.log);
Promise.all(['letter', 'letter'].map(nameDraft)).then(console.log);
Promise.all(['letter', 'letter'].map(lengthOf)).then(console.log);
Promise.all(['blue', 'blue'].map(admit)).then(console.log);
