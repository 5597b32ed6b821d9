// expect: nothing
// stop-after: 3
'use strict';
const { Outbox } = require('./outbox');

const outbox = new Outbox((batch) => console.log('sent', batch.length));
outbox.arm();
outbox.add('one');
outbox.add('two');
