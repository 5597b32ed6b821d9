// expect: nothing
// Lines of requests go over one line printer, as many at a time as are there. How many it has been given is kept until it has printed them, and it is given no more before.
const http = require('node:http');

const printer = {
  ready: true,
  print(lines) {
    printer.ready = false;
    return new Promise((resolve) => {
      setTimeout(() => {
        printer.ready = true;
        resolve();
      }, 25 + lines.length);
    });
  },
};

class Spool {
  constructor() {
    this.lines = [];
    this.given = 0;
    this.printed = [];
  }

  async add(line) {
    this.lines.push(line);
    if (!printer.ready) return;
    const printing = printer.print(this.lines);
    this.given = this.lines.length;
    await printing;
    this.printed.push(...this.lines.splice(0, this.given));
    this.given = 0;
  }
}

const spool = new Spool();
const server = http.createServer((request, response) => {
  spool.add(request.url);
  response.end('taken');
});

server.listen(0, async () => {
  const base = `http://localhost:${server.address().port}`;
  const send = (name) => fetch(base + name).then((answer) => answer.text());
  await send('/a');
  await Promise.all([send('/b'), send('/c')]);
  await new Promise((resolve) => setTimeout(resolve, 150));
  await send('/d');
  await Promise.all([send('/e'), send('/f')]);
  await new Promise((resolve) => setTimeout(resolve, 150));
  console.log(spool.printed.length, spool.given);
  server.close();
  server.closeAllConnections();
});
