// expect: nothing
// stop-after: 3
// What is still open was opened elsewhere: it listens.
'use strict';
const dgram = require('node:dgram');

const sensor = dgram.createSocket('udp4');
const station = dgram.createSocket('udp4');
station.on('message', (text) => {
  console.log(`heard ${text}`);
  sensor.close();
});
station.bind(0, '127.0.0.1', () => sensor.send('21.5', station.address().port, '127.0.0.1'));
