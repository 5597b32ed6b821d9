// expect: nothing
'use strict';
const fs = require('node:fs');

// Whoever ends the process waits for the chain; the pulse, which nobody waits for, is ended by a timer that has nothing to do with it, and what is done already is not cut off.
const outbox = [];
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

function send(text) {
  return pause(30)
    .then(() => outbox.push(text))
    .finally(() => console.log('sent', outbox.length));
}

function pulse() {
  return pause(20).then(pulse);
}

fs.readFile(__filename, 'utf8', (error, text) => {
  if (error) throw error;
  pulse();
  send('early');
  setTimeout(() => {
    send(`${text.length > 0}`).then(() => process.exit(0));
  }, 90);
});
