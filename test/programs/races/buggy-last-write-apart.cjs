// expect: race.order.last-write 16
// Two calls in one step, at two places of the code, of a function that takes a callback: the older answer comes last.
'use strict';
const answers = new Map();
const ask = (what, done) => answers.set(what, () => done(null, { what }));
/** The first is answered at once, the others when timers say so. */
const answer = (first, ...others) => {
  setImmediate(() => answers.get(first)());
  for (const [i, what] of others.entries()) setTimeout(() => answers.get(what)(), 50 * (i + 1));
};

const panel = { shown: null };
function show(what, done) {
  ask(what, (error, found) => {
    if (error) return done(error);
    panel.shown = found.what;
    done(null);
  });
}

let open = 2;
const isDone = () => --open === 0 && console.log(panel.shown);
show('stock', isDone);
show('orders', isDone);
answer('orders', 'stock');
