'use strict';
const members = new Map();
const STALE = 5 * 60_000;

function seen(name, beat) {
  const isKnown = members.has(name);
  members.set(name, beat);
  if (isKnown) return;
  // One round of five minutes each: who is still there comes again.
  setTimeout(() => members.delete(name), STALE).unref();
}

module.exports = { seen, isHere: (name) => members.has(name) };
