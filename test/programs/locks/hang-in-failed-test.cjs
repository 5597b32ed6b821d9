// expect: hang.exit-pending@info 12 exit 1
// The test waits for what a callback says; that has thrown, and the runner has failed the test with it.
const { test } = require('node:test');

/** Gives its answer, unless what it is given has none. */
function ask(question, heard) {
  setImmediate(() => heard(question.answer.text));
}

test('hears the answer', async () => {
  let heard = '';
  await new Promise((resolve) => {
    ask({}, (text) => {
      heard = text;
      resolve();
    });
  });
  if (heard === '') throw new Error('nothing heard');
});
