// expect: nothing
// Each request asks for the lines; the stops of a line are asked for when somebody has missed one, for those who come later: who is told that it is not known may ask again.
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
      done(error);
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
    const isServed = timetable.serves(line, stop);
    if (!isServed && timetable.lines.includes(line)) timetable.readStops(line);
    if (!isServed) return response.writeHead(404).end('not known yet');
    return response.end(`line ${line} stops at ${stop}`);
  });
});

server.listen(0, '127.0.0.1', () => {
  http.get({ port: server.address().port, host: '127.0.0.1', path: '/9/zoo', agent: false }, (response) => {
    console.log(response.statusCode);
    response.resume().on('end', () => setTimeout(again, 20));
  });
});

function again() {
  http.get({ port: server.address().port, host: '127.0.0.1', path: '/9/zoo', agent: false }, (response) => {
    console.log(response.statusCode);
    response.resume().on('end', () => server.close());
  });
}
