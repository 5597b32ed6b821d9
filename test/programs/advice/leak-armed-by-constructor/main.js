// expect: timer.leak outbox.js:19
// stop-after: 5
'use strict';
const { Outbox } = require('./outbox');

const outbox = new Outbox((batch) => console.log('sent', batch.length));
outbox.add('one');
outbox.add('two');
outbox.flush();
