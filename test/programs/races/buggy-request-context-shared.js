// expect: race.atomicity 17,19 ; race.check-then-act 13,15
'use strict';
const http = require('node:http');
const { setTimeout: delay } = require('node:timers/promises');

class Context {
  constructor(req) {
    this.path = req.url;
    this.steps = 0;
    this.user = null;
  }
  async authenticate() {
    if (this.user === null) {
      await delay(40);
      this.user = 'kim';
    }
    const steps = this.steps;
    await delay(10);
    this.steps = steps + 1;
  }
}

const ctx = new Context({ url: '/' });
const server = http.createServer(async (req, res) => {
  await ctx.authenticate();
  await ctx.authenticate();
  res.end(`${ctx.user} ${ctx.steps}`);
});
server.listen(0, '127.0.0.1', async () => {
  const url = `http://127.0.0.1:${server.address().port}/`;
  const get = () => new Promise((r) => http.get(url, { agent: false }, (res) => res.on('data', (d) => r(String(d)))));
  console.log((await Promise.all([get(), get(), get()])).join(','));
  server.close();
});
