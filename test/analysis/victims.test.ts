/** How many had to wait for a blocked loop: those who were there, not all that came after. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { show, traceProgram } from '../support/programs.ts';

/** A client in a process of its own asks again as soon as it has an answer: the loop has no pause after the long callback. */
const PROGRAM = `
const http = require('node:http');
const { fork } = require('node:child_process');

if (process.argv[2] === undefined) {
  const client = [];
  const server = http.createServer((req, res) => {
    if (req.url === '/slow') {
      client[0].send('busy');
      const begin = process.cpuUsage();
      let n = 0;
      while (process.cpuUsage(begin).user < 300_000) for (let i = 0; i < 1e6; i++) n += i % 7;
    }
    res.end('ok');
  });
  server.keepAliveTimeout = 60_000;
  server.listen(0, '127.0.0.1', () => {
    client.push(fork(__filename, [String(server.address().port)]));
    client[0].on('exit', () => server.close());
  });
} else {
  const agents = [0, 1, 2].map(() => new http.Agent({ keepAlive: true, maxSockets: 1 }));
  const get = (path, agent) =>
    new Promise((resolve) => http.get({ port: process.argv[2], host: '127.0.0.1', path, agent }, (res) => res.resume().on('end', resolve)));
  process.once('message', async () => {
    await Promise.all(agents.slice(1).map(async (agent) => {
      for (let i = 0; i < 100; i++) await get('/health', agent);
    }));
    for (const agent of agents) agent.destroy();
    process.disconnect();
  });
  Promise.all(agents.map((agent) => get('/', agent))).then(() => get('/slow', agents[0]));
}
`;

describe('victims of a blocked loop', () => {
  it('are the requests that were there, one a connection', async () => {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'il-victims-'));
    try {
      fs.writeFileSync(path.join(folder, 'main.js'), PROGRAM);
      const { report } = await traceProgram(path.join(folder, 'main.js'));
      const found = report.findings.find((f) => f.kind === 'loop.blocked');
      // On a busy machine the loop may have a pause between the two.
      assert.match(found?.message ?? '', /; (?:2 requests|GET \/health) had to wait/, show(report.findings));
    } finally {
      fs.rmSync(folder, { recursive: true, force: true });
    }
  });
});
