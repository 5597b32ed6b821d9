// expect: race.order.last-write 16
// What was asked for last stands in the panel for all answers, and each answer is shown.
const { EventEmitter } = require('node:events');
const http = require('node:http');

class Panel extends EventEmitter {
  asked = null;
  shown = null;

  ask(port, name) {
    this.asked = name;
    http.get({ port, path: `/${name}`, agent: false }, (response) => {
      let text = '';
      response.on('data', (part) => (text += part));
      response.on('end', () => {
        this.shown = { name, text };
        this.emit('answer');
      });
    });
  }
}

const panel = new Panel();
// The answer for the first is held back until the second one has come.
let held;
const server = http.createServer((request, response) => {
  if (request.url === '/second') return response.end('two');
  held = response;
  panel.ask(server.address().port, 'second');
});
let left = 2;
panel.on('answer', () => {
  if (--left > 0) return held.end('one');
  console.log('asked', panel.asked, 'shown', panel.shown.name);
  server.close();
});
server.listen(0, () => panel.ask(server.address().port, 'first'));
