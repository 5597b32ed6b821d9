// expect: nothing
'use strict';
const { setTimeout: delay } = require('node:timers/promises');
const doc = { rev: 1, body: '' };

async function append(line) {
  for (;;) {
    const { rev, body } = doc;
    const next = await format(body, line);
    if (doc.rev !== rev) continue;
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
  console.log(doc.body.split('\n').sort().join(' '), doc.rev);
});
