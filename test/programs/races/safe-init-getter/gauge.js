// A gauge whose level is kept inside.
class Gauge {
  #level = 40;

  get level() {
    return this.#level;
  }

  set level(height) {
    this.#level = height;
  }
}

module.exports = { Gauge };
