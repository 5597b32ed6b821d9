// expect: nothing
// As in unhandled-in-test, but that the failure comes to nobody is what the test is about: it listens for that itself.
const assert = require('node:assert/strict');
const { it } = require('./runner.js');
const { load } = require('./load.js');

it('does not hide a failure that nobody handles', async () => {
  let seen;
  process.on('unhandledRejection', (error) => {
    seen = error.message;
  });
  load('nowhere', new Error('none'));
  await new Promise((resolve) => setTimeout(resolve, 20));
  assert.equal(seen, 'none');
});
