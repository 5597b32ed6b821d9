// expect: race.atomicity 20,12
// What was last when an entry came is kept in the entry, and the chain goes on from there after a wait: of two entries one is in no chain.
'use strict';
const { stat } = require('node:fs/promises');

class Log {
  constructor() {
    this.last = null;
  }

  begin(entry) {
    entry.before = this.last;
    entry.text = `#${entry.id}`;
  }

  end(entry) {
    const link = { text: entry.text, before: null };
    link.before = entry.before;
    // The entry knows an old end.
    this.last = entry.before === null ? link : { ...link, before: entry.before };
  }
}

const log = new Log();
async function add(id) {
  const entry = { id, before: null, text: '' };
  log.begin(entry);
  await stat('.');
  log.end(entry);
}

Promise.all([add(1), add(2), add(3)]).then(() => {
  let count = 0;
  for (let link = log.last; link !== null; link = link.before) count++;
  console.log(count);
});
