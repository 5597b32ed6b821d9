// expect: race.order.use-before-init 15,18
// The first look comes while the list of places is still being loaded, and takes the empty one for an answer.
'use strict';
const { createServer, get } = require('node:http');

class Gazetteer {
  constructor(port) {
    this.places = new Map();
    get({ port, agent: false }, (response) => {
      response.on('data', (text) => (this.text = (this.text ?? '') + text)).on('end', () => this.#fill());
    });
  }
  #fill() {
    const rows = JSON.parse(this.text);
    this.places = new Map(rows.map((row) => [row.name, row]));
  }
  find(name) {
    return this.places.get(name);
  }
}

const server = createServer((_request, response) => setTimeout(() => response.end('[{"name":"Tongue","x":52}]'), 60));
server.listen(0, () => {
  const gazetteer = new Gazetteer(server.address().port);
  for (const ms of [10, 250]) setTimeout(() => console.log(ms > 99, gazetteer.find('Tongue') !== undefined), ms);
  setTimeout(() => server.close(), 300);
});
