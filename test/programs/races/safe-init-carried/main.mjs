// expect: nothing
// The board asks whether there is a timetable yet, and says so if there is none.
import { createServer, get } from 'node:http';
import { show } from './board.mjs';

const station = {};
const read = (done) => setTimeout(done, 40, ['08:10', '12:40', '17:05']);

function open() {
  read((times) => {
    station.timetable = { after: (time) => times.filter((t) => t > time) };
  });
  return createServer((request, response) => {
    request.station = 'central';
    request.timetable = station.timetable;
    show(request, response);
  });
}

const server = open();
server.listen(0, '127.0.0.1', () => {
  setTimeout(() => {
    get({ port: server.address().port, host: '127.0.0.1', path: '/10:00', agent: false }, (response) => {
      response.setEncoding('utf8');
      response.on('data', (text) => console.log(text));
      response.on('end', () => server.close());
    });
  }, 150);
});
