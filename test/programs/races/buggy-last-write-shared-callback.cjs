// expect: race.order.last-write 21 ; race.order.last-write 38
// Previews of what is typed: one callback, made once, shows whichever answer comes last. The same by a promise, whose callback is made once, too.
'use strict';
const { setTimeout: delay } = require('node:timers/promises');

const milliseconds = { draft: 200, final: 20 };

/** Answers in two steps, as a child process or a server would. */
function rendered(text, done) {
  setTimeout(() => {
    if (!(text in milliseconds)) return done(new Error(`no ${text}`));
    setImmediate(() => done(null, { text, html: `<p>${text}</p>` }));
  }, milliseconds[text]);
}

function createPreview() {
  const frame = { html: '', wanted: '' };

  function show(error, page) {
    if (error) throw error;
    frame.html = page.html;
  }

  return {
    update(text) {
      frame.wanted = text;
      rendered(text, show);
    },
    html: () => `${frame.wanted}: ${frame.html}`,
  };
}

const wordsOf = (text) => delay(milliseconds[text]).then(() => ({ text, words: text.length }));

function createCounter() {
  let now = { text: '', words: 0 };
  const keep = (found) => {
    now = found;
  };
  return { update: (text) => wordsOf(text).then(keep), words: () => now.words };
}

const preview = createPreview();
const counter = createCounter();
const type = (text) => {
  preview.update(text);
  counter.update(text);
};
setTimeout(() => {
  type('draft');
  setTimeout(type, 25, 'final');
  setTimeout(() => console.log(preview.html(), counter.words()), 400);
}, 5);
