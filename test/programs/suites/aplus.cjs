// Runs the Promises/A+ tests, which are copied beside this file, on the promises of Node.
const runTests = require('./promises-aplus-tests');

const deferred = () => {
  const made = {};
  made.promise = new Promise((resolve, reject) => Object.assign(made, { resolve, reject }));
  return made;
};
// They reject promises that nobody handles, and give each test 200 ms.
process.on('unhandledRejection', () => {});
runTests({ deferred, resolved: (v) => Promise.resolve(v), rejected: (r) => Promise.reject(r) }, { reporter: 'tap', timeout: 20_000 }, (failures) => {
  process.exitCode = failures ? 1 : 0;
});
