'use strict';
const members = new Map();
const STALE = 5 * 60_000;

function seen(name, beat) {
  members.set(name, beat);
  // Who has not been seen for five minutes has left.
  const timer = setTimeout(() => {
    members.delete(name);
  }, STALE);
  timer.unref();
}

module.exports = { seen, isHere: (name) => members.has(name) };
