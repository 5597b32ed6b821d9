// expect: race.order.last-write buggy-last-write-given-to-timer.js:14
// The helper hands the callback itself to the timer, which calls it with what stands behind it.
'use strict';
let active = { revision: 0, rules: [] };

function compile(source, callback) {
  const rules = Array.from({ length: source.rules }, (_, i) => `rule ${i}`);
  setTimeout(callback, source.rules > 100 ? 300 : 10, null, rules);
}

function reload(source) {
  compile(source, (error, rules) => {
    if (error) throw error;
    active = { revision: source.revision, rules };
  });
}

reload({ revision: 1, rules: 1000 });
setTimeout(() => reload({ revision: 2, rules: 10 }), 50);
setTimeout(() => console.log('revision', active.revision), 500);
