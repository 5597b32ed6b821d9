// expect: nothing
// stop-after: 3
// It sends, and stays for an answer.
'use strict';
const dgram = require('node:dgram');

const show = (text) => console.log(`found ${text}`);
const socket = dgram.createSocket('udp4');
socket.on('message', show);
socket.send('who is there', 18126, '127.0.0.1');
