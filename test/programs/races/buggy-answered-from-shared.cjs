// expect: race.atomicity 25,26
// Each parcel is answered with the price that stands in the desk by then, which is that of another one.
const { createServer, get } = require('node:http');

const tariff = createServer((request, response) => {
  const weight = Number(request.url.slice(1));
  setTimeout(() => response.end(String(2 + weight * 3)), 4);
});

class Desk {
  constructor(port) {
    this.port = port;
    this.book = [];
  }

  ask(path, done) {
    get({ host: '127.0.0.1', port: this.port, path, agent: false }, (response) => {
      response.setEncoding('utf8');
      response.on('data', (text) => done(Number(text)));
    });
  }

  quote(weight, done) {
    this.ask(`/${weight}`, (price) => {
      this.price = { price, weight };
      this.note(weight, () => done(this.price));
    });
  }

  note(weight, done) {
    this.book.push(weight);
    setTimeout(done, 15);
  }
}

tariff.listen(0, '127.0.0.1', () => {
  const desk = new Desk(tariff.address().port);
  let open = 3;
  for (const weight of [1, 4, 9]) {
    desk.quote(weight, (answer) => {
      console.log('answer', Object.keys(answer).length);
      if (--open === 0) tariff.close();
    });
  }
});
