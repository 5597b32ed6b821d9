// expect: race.atomicity 7,10,11 | race.check-then-act 7,10,11
'use strict';
const { setTimeout: delay } = require('node:timers/promises');
const doc = { rev: 1, body: '' };

async function append(line) {
  const { rev, body } = doc;
  if (doc.rev !== rev) throw new Error('conflict');
  const next = await format(body, line);
  doc.body = next;
  doc.rev = rev + 1;
}

async function format(body, line) {
  await delay(1 + line.length);
  return body === '' ? line : `${body}|${line}`;
}

Promise.all(['a', 'be', 'gamma'].map(append)).then(() => console.log(doc.body, doc.rev));
