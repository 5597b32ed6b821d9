// expect: hang.tla-unsettled 6 exit 13
import { EventEmitter, once } from 'node:events';
const bus = new EventEmitter();
async function connect() {
  setImmediate(() => bus.emit('open'));
  await once(bus, 'connected');
}
async function main() {
  await connect();
}
await main();
