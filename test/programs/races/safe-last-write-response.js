// expect: nothing
// The older answer, which comes last, is thrown away; what clients send is stored as it comes.
'use strict';
const http = require('node:http');

const latest = new Map();
const newest = new Map();
const waiting = [];
let note = '';
const server = http.createServer((request, response) => {
  if (request.method === 'PUT') {
    let text = '';
    request.on('data', (part) => (text += part));
    request.on('end', () => {
      note = text;
      response.end();
    });
    return;
  }
  if (waiting.push(response) === 2) {
    waiting[1].end('{"degrees":21}');
    setTimeout(() => waiting[0].end('{"degrees":19}'), 200);
  }
});

function measure(city, done) {
  const turn = (newest.get(city) ?? 0) + 1;
  newest.set(city, turn);
  const request = http.get({ port: server.address().port, path: `/${city}`, agent: false }, (response) => {
    let text = '';
    response.on('data', (part) => (text += part));
    response.on('end', () => {
      if (newest.get(city) === turn) latest.set(city, JSON.parse(text).degrees);
      done();
    });
  });
  request.on('error', done);
}

function put(text, ms, done) {
  const request = http.request({ port: server.address().port, method: 'PUT', agent: false }, (response) => {
    response.resume();
    response.on('end', done);
  });
  request.on('error', done);
  request.write('note ');
  setTimeout(() => request.end(text), ms);
}

server.listen(0, '127.0.0.1', () => {
  let open = 4;
  const finished = () => {
    if (--open > 0) return;
    console.log(latest.get('berlin'), note.length);
    server.close();
  };
  measure('berlin', finished);
  put('one', 300, finished);
  setTimeout(put, 50, 'two', 20, finished);
  setTimeout(measure, 100, 'berlin', finished);
});
