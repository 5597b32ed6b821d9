// expect: race.order.use-before-init 18,24
// The same, but whoever listens is there from the start: nothing makes the first answer wait for the gauge.
const { EventEmitter } = require('node:events');

const line = new EventEmitter();
let gauge;
let rounds = 0;

const ticking = setInterval(() => {
  const answer = new EventEmitter();
  line.emit('answer', answer);
  setTimeout(() => answer.emit('data', 'up'), 20);
  if (++rounds === 4) clearInterval(ticking);
}, 60);

line.once('answer', (answer) => {
  answer.on('data', (text) => {
    gauge.add(text);
    console.log(gauge.texts.length);
  });
});

setTimeout(() => {
  gauge = { texts: [], add: (text) => gauge.texts.push(text) };
}, 30);
