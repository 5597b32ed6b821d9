// expect: race.order.use-before-init 36,30 ; race.order.use-before-init 46,20
// Requests come before the catalogue has its beds, and before the keeper is there; a test asks for an error beside it.
const http = require('node:http');
const fs = require('node:fs');
const { EventEmitter } = require('node:events');

const garden = {
  open: (given) => setTimeout(given, 30, null, { name: 'alpine' }),
  beds: (bed, given) => setTimeout(given, 30, null, ['gentian', 'saxifrage']),
};

class Catalogue extends EventEmitter {
  constructor() {
    super();
    this.beds = {};
    garden.open((error, plot) => {
      if (error) return this.emit('error', error);
      garden.beds(plot, (failed, plants) => {
        if (failed) return this.emit('error', failed);
        this.beds[plot.name] = plants;
        this.emit('planted');
      });
    });
  }
}

let keeper = null;
const catalogue = new Catalogue();
setTimeout(function arrive() {
  keeper = { name: 'Ida' };
}, 400);

const server = http.createServer((request, response) => {
  if (request.url === '/keeper') {
    fs.stat(__filename, (error) => {
      if (error || !keeper) {
        response.statusCode = 500;
        response.end('nobody is there');
        return;
      }
      response.end(keeper.name);
    });
    return;
  }
  const bed = request.url.slice(1);
  const plants = catalogue.beds[bed];
  if (!plants || !plants.includes('gentian')) {
    response.statusCode = 500;
    response.end('no such bed');
    return;
  }
  response.end(plants.join());
});

function get(path, done) {
  http.get({ port: server.address().port, path, agent: false }, (response) => {
    response.resume();
    response.on('end', () => done(response.statusCode));
  });
}

server.listen(0, '127.0.0.1', () => {
  get('/alpine', (bed) => {
    get('/keeper', (name) => {
      console.log(bed, name);
      setTimeout(() => {
        get('/alpine', (again) => {
          console.log(again);
          server.close();
        });
      }, 500);
    });
  });
});
