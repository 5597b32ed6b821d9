// A mocha reporter for the test script: one JSON line per event in the file INTERLEAVE_MOCHA_EVENTS, written at once, so that
// even a run that hangs or is killed shows which test it was in.
'use strict';
const { appendFileSync } = require('node:fs');

module.exports = class EventFileReporter {
  constructor(runner) {
    const write = (event) => appendFileSync(process.env.INTERLEAVE_MOCHA_EVENTS, `${JSON.stringify(event)}\n`);
    runner.on('test', (test) => write({ type: 'start', title: test.fullTitle() }));
    runner.on('pass', (test) => write({ type: 'pass', title: test.fullTitle(), ms: test.duration }));
    runner.on('pending', (test) => write({ type: 'skip', title: test.fullTitle() }));
    runner.on('fail', (test, error) => write({ type: 'fail', title: test.fullTitle(), error: String((error && error.stack) || error) }));
    runner.on('end', () => write({ type: 'end' }));
  }
};
