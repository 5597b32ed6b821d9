// expect: nothing
// Tables that are made whole before they are shown, one that shows how far it has come, one that is emptied and filled in one step of a callback, and one that collects what comes from now on.
const { EventEmitter } = require('node:events');
const http = require('node:http');

const archive = {
  stations: (done) => setTimeout(done, 40, null, [{ code: 'BRN', name: 'Bern' }, { code: 'ZRH', name: 'Zurich' }]),
  trains: (code, done) => setTimeout(done, 10, null, `${code}-1`),
  tariffs: () => new Promise((resolve) => setTimeout(resolve, 40, ['child', 'adult'])),
};

function Stations() { this.byCode = {}; }

Stations.prototype.reload = function (done) {
  const self = this;
  const fresh = {};
  archive.stations(function (error, rows) {
    if (error) return done(error);
    for (const row of rows) {
      fresh[row.code] = row.name;
    }
    self.byCode = fresh;
    done(null);
  });
};

const board = { trains: [] };
function showTrains(codes, done) {
  board.trains = [];
  let open = codes.length;
  codes.forEach((code) => {
    archive.trains(code, (error, train) => {
      board.trains.push(train);
      if (--open === 0) done();
    });
  });
}

class Tariffs {
  constructor() {
    this.known = new Set();
  }

  reload() {
    return archive.tariffs().then((names) => {
      this.known.clear();
      names.forEach((name) => {
        this.known.add(name);
      });
    });
  }
}

const wire = new EventEmitter();
const notices = { byLine: {} };
function listen() {
  notices.byLine = {};
  wire.removeAllListeners('notices');
  wire.on('notices', (rows, source) => {
    for (const row of rows) notices.byLine[row.line] = `${row.text} ${source}`;
  });
  setTimeout(() => wire.emit('notices', [{ line: 'S3', text: 'late' }], 'east'), 40);
}

const stations = new Stations();
const tariffs = new Tariffs();
const counter = http.createServer((request, response) => {
  const [, code, tariff] = request.url.split('/');
  response.end(`${stations.byCode[code] ?? 'nowhere'} ${tariffs.known.has(tariff) ? 'yes' : 'no'} ${board.trains.length} ${notices.byLine.S3 ?? ''}`);
});

function reloadAll(done) {
  listen();
  let open = 3;
  const one = () => --open === 0 && done();
  stations.reload(one);
  showTrains(['BRN', 'ZRH'], one);
  tariffs.reload().then(one);
}

counter.listen(0, '127.0.0.1', () => {
  reloadAll(() => {
    reloadAll(() => counter.close());
    http.get({ port: counter.address().port, host: '127.0.0.1', path: '/BRN/child', agent: false }, (response) => {
      response.on('data', (text) => console.log(String(text).split(' ', 2).join(' ')));
    });
  });
});
