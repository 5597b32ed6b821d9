// expect: nothing
import net from 'node:net';
import { once } from 'node:events';
const s = net.createServer((c) => c.end('x')).listen(0); await once(s, 'listening');
const c = net.connect(s.address().port); c.resume(); await once(c, 'close'); s.close(); await once(s, 'close'); console.log('closed');
