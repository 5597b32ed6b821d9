// expect: nothing
// stop-after: 5
import http from 'node:http';
import { once } from 'node:events';
import { hub } from './hub.mjs';

// Each visitor's interval is cleared when it leaves; the one of the main module is what the program goes on with.
hub.listen(0, '127.0.0.1');
await once(hub, 'listening');
for (const name of ['ann', 'ben']) {
  const request = http.get({ port: hub.address().port, path: `/${name}`, agent: false });
  const [answer] = await once(request, 'response');
  answer.resume();
  await once(answer, 'end');
}
hub.close();
await once(hub, 'close');
let ticks = 0;
setInterval(() => ticks++, 100);
