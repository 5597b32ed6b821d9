// expect: race.atomicity 14,18,25 ; race.atomicity 34,37,43
// Tables that are emptied before what fills them is asked for, by callbacks: whoever asks meanwhile finds nothing.
const http = require('node:http');

const archive = {
  stations: (done) => setTimeout(done, 150, null, [{ code: 'BRN', name: 'Bern' }, { code: 'ZRH', name: 'Zurich' }]),
  tariffs: () => new Promise((resolve) => setTimeout(resolve, 150, ['child', 'adult'])),
};

function Stations() { this.byCode = {}; }

Stations.prototype.reload = function (done) {
  const self = this;
  self.byCode = {};
  archive.stations(function (error, rows) {
    if (error) return done(error);
    for (const row of rows) {
      self.byCode[row.code] = row.name;
    }
    done(null);
  });
};

Stations.prototype.nameOf = function (code) {
  return this.byCode[code];
};

class Tariffs {
  constructor() {
    this.known = new Set();
  }

  reload() {
    this.known.clear();
    return archive.tariffs().then((names) => {
      names.forEach((name) => {
        this.known.add(name);
      });
    });
  }

  allows(name) {
    return this.known.has(name);
  }
}

const stations = new Stations();
const tariffs = new Tariffs();
const counter = http.createServer((request, response) => {
  const [, code, tariff] = request.url.split('/');
  response.end(`${stations.nameOf(code) ?? 'nowhere'} ${tariffs.allows(tariff) ? 'yes' : 'no'}`);
});

function reloadAll(done) {
  let open = 2;
  const one = () => --open === 0 && done();
  stations.reload(one);
  tariffs.reload().then(one);
}

counter.listen(0, '127.0.0.1', () => {
  reloadAll(() => {
    reloadAll(() => counter.close());
    http.get({ port: counter.address().port, host: '127.0.0.1', path: '/BRN/child', agent: false }, (response) => {
      response.on('data', (text) => console.log(String(text)));
    });
  });
});
