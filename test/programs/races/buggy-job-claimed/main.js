// expect: race.check-then-act worker.js:7,store.js:12,store.js:7,worker.js:5
'use strict';
const store = require('./store');
const { work } = require('./worker');

(async () => {
  for (const id of [1, 2, 3, 4]) await store.insert({ id, state: 'queued', owner: null });
  const done = [];
  await Promise.all(['a', 'b'].map((name) => work(name, done)));
  console.log(done.length > 4 ? 'some twice' : 'each once');
})();
