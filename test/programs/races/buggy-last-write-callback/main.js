// expect: race.order.last-write main.js:11
'use strict';
const { run } = require('./linter');

const editor = { text: 'color red', version: 1 };
let messages = [];

function lint(done) {
  const text = editor.text;
  run(text, (err, stdout) => {
    messages = [{ line: 1, text: `length ${stdout.trim()}` }];
    done();
  });
}

let open = 2;
function finished() {
  if (--open > 0) return;
  console.log('messages', messages.length);
}

lint(finished);
setTimeout(() => {
  editor.text = 'color: blue';
  lint(finished);
}, 20);
