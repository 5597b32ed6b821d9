// expect: nothing
// Calls in one step of a function that takes a callback: those of a loop, and two whose answers come in turn or that look whether they are the newest.
'use strict';
const answers = new Map();
const ask = (what, done) => answers.set(what, () => done(null, { what }));
/** The first is answered at once, the others when timers say so. */
const answer = (first, ...others) => {
  setImmediate(() => answers.get(first)());
  for (const [i, what] of others.entries()) setTimeout(() => answers.get(what)(), 50 * (i + 1));
};

const progress = { last: null };
function read(part, done) {
  ask(part, (error, found) => {
    if (error) return done(error);
    progress.last = found.what;
    done(null);
  });
}

const panel = { shown: null };
let newest = 0;
function show(what, done) {
  const own = ++newest;
  ask(what, (error, found) => {
    if (error || own !== newest) return done(error);
    panel.shown = found.what;
    done(null);
  });
}

const status = { text: null };
function tell(what, done) {
  ask(what, (error, found) => {
    if (error) return done(error);
    status.text = found.what;
    done(null);
  });
}

let open = 7;
const isDone = () => --open === 0 && console.log(progress.last, panel.shown, status.text);
for (const part of ['a', 'b', 'c']) read(part, isDone);
show('stock', isDone);
show('orders', isDone);
tell('one', isDone);
tell('two', isDone);
answer('c', 'b', 'a');
answer('orders', 'stock');
answer('one', 'two');
