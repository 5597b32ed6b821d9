// expect: hang.exit-pending 9 exit 0
// Who follows the packets of a generator waits for the next one, which never comes, for as long as the program is there.
import { EventEmitter } from 'node:events';

const wire = new EventEmitter();

async function* packets() {
  for (;;) {
    const packet = await new Promise((resolve) => wire.once('packet', resolve));
    yield packet;
  }
}

async function follow() {
  for await (const packet of packets()) console.log(packet);
}

follow().then(() => console.log('done'));
