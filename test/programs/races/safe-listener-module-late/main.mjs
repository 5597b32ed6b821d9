// expect: nothing
// The listener of another module is added when the promise that says the value is there has been kept.
import { EventEmitter } from 'node:events';
import { connect } from './db.mjs';
import { onOrder as store } from './orders.mjs';

const bus = new EventEmitter();
connect().then(() => bus.on('order', store));
const timer = setInterval(() => {
  if (bus.emit('order', 5)) clearInterval(timer);
}, 60);
