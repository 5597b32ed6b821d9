// expect: race.order.use-before-init main.mjs:15,main.mjs:11
// Each request is given the timetable, which a callback sets at the start; the board, in another file, takes it as given. Only that nobody asks for so long keeps them apart.
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
