// expect: hang.tla-unsettled 5 exit 13
import { EventEmitter } from 'node:events';
const bus = new EventEmitter();
const ready = new Promise((resolve) => bus.once('ready', resolve));
await ready;
