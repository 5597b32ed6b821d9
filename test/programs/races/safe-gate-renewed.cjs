// expect: nothing
// A middleware asks whether there is such a parcel; the route changes it later, and makes of it what stands there by then.
const http = require('node:http');

const parcels = { byId: {} };
parcels.byId['31'] = { id: 31, to: 'Lyon' };

function find(id, done) {
  setTimeout(() => done(null, parcels.byId[id]), 10);
}

function change(id, fields, done) {
  setTimeout(() => {
    parcels.byId[id] = Object.assign({}, parcels.byId[id], fields);
    done(null);
  }, 10);
}

function known(request, response, next) {
  find(request.url.split('/')[1], (error, parcel) => {
    if (error || !parcel) {
      response.statusCode = 404;
      response.end();
      return;
    }
    request.parcel = parcel;
    next();
  });
}

const depot = http.createServer((request, response) => {
  known(request, response, () => {
    const [, id, field, value] = request.url.split('/');
    change(id, { [field]: value }, () => response.end('changed'));
  });
});

depot.listen(0, '127.0.0.1', () => {
  let open = 2;
  for (const path of ['/31/to/Nice', '/31/weight/4']) {
    http.get({ port: depot.address().port, host: '127.0.0.1', path, agent: false }, (response) => {
      response.resume();
      response.on('end', () => {
        if (--open > 0) return;
        console.log(parcels.byId['31'].to, parcels.byId['31'].weight);
        depot.close();
      });
    });
  }
});
