// expect: handle.leak main.js:9
// stop-after: 6
// Each clock is asked once for its time, and told to stop; the connections stay open, and with them the clocks.
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
      clock.send('stop');
      clock.disconnect();
      if (--open === 0) console.log('all clocks have told the time');
    });
  });
}
