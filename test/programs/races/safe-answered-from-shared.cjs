// expect: nothing
// Each parcel is answered with its own price; the desk only shows the newest one.
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
      const own = { price, weight };
      this.price = own;
      this.note(weight, () => done(own));
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
