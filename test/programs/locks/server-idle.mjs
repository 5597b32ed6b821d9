// expect: none signal
import http from 'node:http';
import { once } from 'node:events';
const server = http.createServer((_request, response) => response.end('ok'));
server.listen(0);
await once(server, 'listening');
await (await fetch(`http://127.0.0.1:${server.address().port}`)).text();
await once(server, 'close');
