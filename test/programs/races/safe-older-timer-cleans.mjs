// expect: nothing
// Whoever cleans up clears the limit, too, and a limit that has passed closes its own line only.
class Line {
  isClosed = false;

  close() {
    this.isClosed = true;
  }
}

class Phone {
  #line = null;
  #redial = null;
  #limit = null;
  calls = [];

  call(limit) {
    const line = new Line();
    this.#line = line;
    this.calls.push(line);
    this.#limit = setTimeout(() => this.#over(), limit);
  }

  dropped(limit) {
    this.#over();
    this.#redial = setTimeout(() => this.call(limit), 30);
  }

  #over() {
    clearTimeout(this.#limit);
    const line = this.#line;
    this.#line = null;
    line?.close();
  }
}

const phone = new Phone();
phone.call(140);
setTimeout(() => phone.dropped(140), 40);
setTimeout(() => console.log(phone.calls.map((line) => line.isClosed)), 170);
