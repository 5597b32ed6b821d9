'use strict';
let tail = Promise.resolve();
exports.locked = (fn) => {
  const run = tail.then(fn);
  tail = run.catch(() => {});
  return run;
};
