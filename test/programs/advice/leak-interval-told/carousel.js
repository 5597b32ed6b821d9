// Paused, and told no more than that: the interval looks whether it is to play, for ever, and nobody is left who could say so.
'use strict';

class Carousel {
  constructor(show) {
    this.show = show;
    this.at = 0;
    this.stopped = false;
  }

  play(pictures, ms) {
    this.stopped = false;
    setInterval(() => {
      if (this.stopped) return;
      this.show(pictures[this.at++ % pictures.length]);
    }, ms);
  }

  pause() {
    this.stopped = true;
  }
}

module.exports = { Carousel };
