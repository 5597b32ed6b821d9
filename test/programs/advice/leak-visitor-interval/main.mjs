// expect: timer.leak hub.mjs:7
// stop-after: 5
import http from 'node:http';
import { once } from 'node:events';
import { hub } from './hub.mjs';

// Each visitor gets an interval of its own. They have left, the server has closed, and the intervals are still there.
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
console.log('all have left');
