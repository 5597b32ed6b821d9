// expect: race.order.use-after-close 29,18
// The limit of the first call outlives it: when the line has dropped and was dialled again, the clean-up by the old timer hangs up the new line.
class Line {
  isClosed = false;

  close() {
    this.isClosed = true;
  }
}

class Phone {
  #line = null;
  #redial = null;
  calls = [];

  call(limit) {
    const line = new Line();
    this.#line = line;
    this.calls.push(line);
    setTimeout(() => this.#over(), limit);
  }

  dropped(limit) {
    this.#over();
    this.#redial = setTimeout(() => this.call(limit), 30);
  }

  #over() {
    const line = this.#line;
    this.#line = null;
    line?.close();
  }
}

const phone = new Phone();
phone.call(140);
setTimeout(() => phone.dropped(140), 40);
setTimeout(() => console.log(phone.calls.map((line) => line.isClosed)), 170);
