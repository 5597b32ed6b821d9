// expect: hang.exit-pending 12 exit 1
// As in hang-in-failed-test, but nothing has failed: the callback that would say it was forgotten.
const { test } = require('node:test');

/** Gives its answer, if there is one. */
function ask(question, heard) {
  setImmediate(() => question.answer && heard(question.answer.text));
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
