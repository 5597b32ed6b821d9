// expect: promise.unhandled main.js:7 | promise.unhandled load.js:4
// A test has forgotten to wait for what it calls, and only the runner hears that it has failed.
const { it } = require('./runner.js');
const { load } = require('./load.js');

it('loads what is not there', async () => {
  load('nowhere', new Error('none'));
  await new Promise((resolve) => setTimeout(resolve, 20));
});
