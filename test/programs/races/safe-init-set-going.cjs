// expect: nothing
// Each request asks for the lines, and goes on when those are there; the stops of each line are asked for on the way, and it goes on when all are there.
'use strict';
const http = require('node:http');

const network = { 4: ['harbour', 'market'], 9: ['castle', 'market', 'zoo'] };
const registry = {
  lines: (done) => setTimeout(done, 4, null, Object.keys(network)),
  stops: (line, done) => setTimeout(done, 6, null, network[line]),
};

class Timetable {
  constructor() {
    this.lines = [];
    this.stops = {};
  }

  readStops(line, done) {
    registry.stops(line, (error, names) => {
      if (!error) {
        console.log(`line ${line}: ${names.length} stops`);
        this.stops[line] = [...names].sort();
      }
      if (done) done(error);
    });
  }

  readLines(done) {
    registry.lines((error, lines) => {
      this.lines = lines;
      let left = lines.length;
      const read = (failed) => {
        if (--left === 0) done(error ?? failed);
      };
      for (const line of lines) this.readStops(line, read);
    });
  }

  serves(line, stop) {
    return (this.stops[line] ?? []).includes(stop);
  }
}

const timetable = new Timetable();
const server = http.createServer((request, response) => {
  const [, line, stop] = request.url.split('/');
  timetable.readLines((error) => {
    if (error) return response.writeHead(500).end();
    if (!timetable.serves(line, stop)) return response.writeHead(404).end('no such stop');
    return response.end(`line ${line} stops at ${stop}`);
  });
});

server.listen(0, '127.0.0.1', () => {
  http.get({ port: server.address().port, host: '127.0.0.1', path: '/9/zoo', agent: false }, (response) => {
    console.log(response.statusCode);
    response.resume().on('end', () => server.close());
  });
});
