// expect: nothing
// Previews of what is typed: the one callback, made once, looks whether the answer is the one that is wanted. Another one gets the parts of one job, and one hears several times of one call.
'use strict';
const { EventEmitter } = require('node:events');

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
    if (page.text !== frame.wanted) return;
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

/** All at once: any of them may be the last. */
function createPrinter() {
  let newest = '';
  const note = (error, page) => {
    newest = error ? 'nothing' : page.html;
  };
  return {
    all() {
      for (const text of Object.keys(milliseconds)) rendered(text, note);
    },
    newest: () => newest,
  };
}

function createMeter() {
  let level = 0;
  const heard = (error, value) => {
    if (!error) level = value;
  };
  return {
    follow(sensor) {
      sensor.on('level', (value) => heard(null, value));
    },
    level: () => level,
  };
}

const preview = createPreview();
const printer = createPrinter();
const meter = createMeter();
const sensor = new EventEmitter();
meter.follow(sensor);
for (const [i, level] of [3, 5, 4].entries()) setTimeout(() => sensor.emit('level', level), 10 * i);
setTimeout(() => printer.all(), 5);
setTimeout(() => {
  preview.update('draft');
  setTimeout(() => preview.update('final'), 25);
  setTimeout(() => console.log(preview.html(), printer.newest(), meter.level()), 400);
}, 5);
