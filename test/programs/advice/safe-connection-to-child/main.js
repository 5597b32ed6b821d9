// expect: nothing
// stop-after: 3
// The same of clocks that go on: who asks them again is served, and the connections are there for what they tell.
'use strict';
const { fork } = require('node:child_process');
const net = require('node:net');

function timeOf(port, done) {
  const line = net.createConnection(port, '127.0.0.1', () => line.write('time?\n'));
  line.setEncoding('utf8');
  line.once('data', (text) => done(text.trim()));
}

const clocks = ['north', 'south'].map((name) => fork(`${__dirname}/clock.js`, [name]));
let open = clocks.length;
for (const clock of clocks) {
  clock.once('message', (port) => {
    timeOf(port, (text) => {
      console.log(text);
      clock.disconnect();
      if (--open === 0) console.log('all clocks have told the time');
    });
  });
}
