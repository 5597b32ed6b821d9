// expect: nothing
'use strict';
let active = { revision: 0, rules: [] };
let newest = 0;

function compile(source, callback) {
  const rules = Array.from({ length: source.rules }, (_, i) => `rule ${i}`);
  setTimeout(callback, source.rules > 100 ? 300 : 10, null, rules);
}

function reload(source) {
  const id = ++newest;
  compile(source, (error, rules) => {
    if (error) throw error;
    if (id !== newest) return;
    active = { revision: source.revision, rules };
  });
}

reload({ revision: 1, rules: 1000 });
setTimeout(() => reload({ revision: 2, rules: 10 }), 50);
setTimeout(() => console.log('revision', active.revision), 500);
