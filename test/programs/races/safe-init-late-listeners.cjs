// expect: nothing
// `gauge` is set before anybody listens; the listener that uses it is added by another one, which runs whenever an answer comes from an old connection.
const { EventEmitter } = require('node:events');

const line = new EventEmitter();
let gauge;
let rounds = 0;

// The line was there before, and speaks by itself.
const ticking = setInterval(() => {
  const answer = new EventEmitter();
  line.emit('answer', answer);
  setTimeout(() => answer.emit('data', 'up'), 20);
  if (++rounds === 4) clearInterval(ticking);
}, 60);

function check(done) {
  line.once('answer', (answer) => {
    answer.on('data', (text) => {
      gauge.add(text);
      done();
    });
  });
}

setTimeout(() => {
  gauge = { texts: [], add: (text) => gauge.texts.push(text) };
  check(() => console.log(gauge.texts.length));
}, 30);
