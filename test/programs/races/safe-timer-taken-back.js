// expect: nothing
// A link that is closed cancels its retry and takes the mark of it back, in one step.
class Link {
  constructor() {
    this.retry = null;
    this.isClosing = false;
    this.tries = 0;
  }

  connect() {
    this.tries++;
    setTimeout(() => this.lost(), 5);
  }

  lost() {
    if (this.isClosing) return;
    this.retry = setTimeout(() => {
      this.retry = null;
      this.connect();
    }, 4000);
  }

  disconnect(isForGood) {
    this.isClosing = isForGood;
    if (this.retry && isForGood) {
      clearTimeout(this.retry);
      this.retry = null;
    }
    this.lost();
  }
}

const link = new Link();
link.connect();
setTimeout(() => {
  link.disconnect(true);
  console.log('tries', link.tries);
}, 300);
