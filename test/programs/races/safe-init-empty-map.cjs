// expect: nothing
// Empty until the places are there: what is shown is shown again then, and a poll comes again by itself.
'use strict';
const { createServer, get } = require('node:http');

class Gazetteer {
  constructor(port) {
    this.places = new Map();
    this.waiting = [];
    get({ port, agent: false }, (response) => {
      response.on('data', (text) => (this.text = (this.text ?? '') + text)).on('end', () => this.#fill());
    });
  }
  #fill() {
    const rows = JSON.parse(this.text);
    this.places = new Map(rows.map((row) => [row.name, row]));
    for (const callback of this.waiting) callback();
  }
  whenLoaded(callback) {
    this.waiting.push(callback);
  }
  find(name) {
    return this.places.get(name);
  }
}

const server = createServer((_request, response) => setTimeout(() => response.end('[{"name":"Tongue","x":52}]'), 60));
server.listen(0, () => {
  const gazetteer = new Gazetteer(server.address().port);
  const show = () => console.log(gazetteer.find('Tongue') === undefined ? 'loading' : 'ready');
  gazetteer.whenLoaded(show);
  show();
  const poll = setInterval(() => {
    if (gazetteer.find('Tongue') === undefined) return;
    clearInterval(poll);
    server.close();
  }, 10);
});
