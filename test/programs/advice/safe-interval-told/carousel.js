// Paused for a while, and then stopped: the interval is cleared.
'use strict';

class Carousel {
  constructor(show) {
    this.show = show;
    this.at = 0;
    this.stopped = false;
    this.timer = null;
  }

  play(pictures, ms) {
    this.stopped = false;
    this.timer = setInterval(() => {
      if (this.stopped) return;
      this.show(pictures[this.at++ % pictures.length]);
    }, ms);
  }

  pause() {
    this.stopped = true;
  }

  stop() {
    clearInterval(this.timer);
  }
}

module.exports = { Carousel };
