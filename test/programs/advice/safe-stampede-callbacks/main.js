// expect: nothing
// never: cache.stampede
'use strict';
const { setTimeout: pause } = require('node:timers/promises');

let asked = 0;
function find(name, done) {
  asked++;
  setTimeout(() => done(null, `portrait of ${name}`), 40);
}

// Who comes meanwhile is put down as waiting.
const portraits = new Map();
const waiting = new Map();
function portrait(name, done) {
  const known = portraits.get(name);
  if (known !== undefined) return process.nextTick(done, null, known);
  const others = waiting.get(name);
  if (others) return others.push(done);
  waiting.set(name, [done]);
  find(name, (error, picture) => {
    const all = waiting.get(name);
    waiting.delete(name);
    if (!error) portraits.set(name, picture);
    for (const one of all) one(error, picture);
  });
}

// The look-up itself hands one answer to all who ask for it, and each of them keeps it.
const askers = new Map();
function findOnce(name, done) {
  const others = askers.get(name);
  if (others) return others.push(done);
  askers.set(name, [done]);
  find(name, (error, picture) => {
    const all = askers.get(name);
    askers.delete(name);
    for (const one of all) one(error, picture);
  });
}
const kept = new Map();
function keptPortrait(name, done) {
  const known = kept.get(name);
  if (known !== undefined) return process.nextTick(done, null, known);
  findOnce(name, (error, picture) => {
    if (error) return done(error);
    kept.set(name, picture);
    done(null, picture);
  });
}

// The same with promises: one is under way at most.
const under = new Map();
const frames = new Map();
function frame(name) {
  const known = frames.get(name);
  if (known !== undefined) return Promise.resolve(known);
  let loading = under.get(name);
  if (loading === undefined) {
    asked++;
    loading = pause(40, `frame of ${name}`).finally(() => under.delete(name));
    under.set(name, loading);
  }
  return loading.then((text) => {
    frames.set(name, text);
    return text;
  });
}

let open = 6;
const count = (error) => {
  if (error) throw error;
  if (--open === 0) console.log(asked);
};
for (let i = 0; i < 3; i++) {
  portrait('Ada', count);
  keptPortrait('Ada', count);
}
void Promise.all(['oak', 'oak', 'oak'].map(frame));
