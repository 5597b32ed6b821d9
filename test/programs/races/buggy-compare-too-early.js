// expect: race.atomicity 8,11 ; race.atomicity 8,12
'use strict';
const { setTimeout: delay } = require('node:timers/promises');
const doc = { rev: 1, body: '' };

async function append(line) {
  for (;;) {
    const { rev, body } = doc;
    if (doc.rev !== rev) continue;
    const next = await format(body, line);
    doc.body = next;
    doc.rev = rev + 1;
    return doc.rev;
  }
}

async function format(body, line) {
  await delay(1 + (line.length % 3));
  return body === '' ? line : `${body}\n${line}`;
}

Promise.all(['alpha', 'be', 'gamma!', 'd'].map(append)).then(() => {
  console.log(doc.body !== '', doc.rev);
});
