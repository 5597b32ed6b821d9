'use strict';

class Watch {
  constructor(lamp) {
    this.lamp = lamp;
    this.end = () => {};
  }

  /** Resolves when it is on; the watch goes on. */
  begin() {
    return new Promise((resolve) => {
      const timer = setInterval(async () => {
        this.state = await this.lamp.look();
        if (this.state === 'on') resolve(this.state);
      }, 20);
      this.end = () => {
        clearInterval(timer);
      };
    });
  }
}

module.exports = { Watch };
