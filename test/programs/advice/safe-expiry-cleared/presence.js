'use strict';
const members = new Map();
const timers = new Map();
const STALE = 5 * 60_000;

function seen(name, beat) {
  members.set(name, beat);
  clearTimeout(timers.get(name));
  timers.set(
    name,
    setTimeout(() => {
      members.delete(name);
    }, STALE).unref(),
  );
}

module.exports = { seen, isHere: (name) => members.has(name) };
