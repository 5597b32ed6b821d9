'use strict';
const { fork } = require('node:child_process');
const { MessageChannel } = require('node:worker_threads');

if (process.argv[2] === 'child') {
  process.send('hello');
  process.disconnect();
} else {
  const child = fork(__filename, ['child']);
  child.on('message', (text) => console.log('the child says', text));
  child.on('exit', () => {
    const { port1, port2 } = new MessageChannel();
    port2.on('message', (text) => {
      console.log('the other end says', text);
      port2.close();
    });
    port1.postMessage('hello again');
  });
}
