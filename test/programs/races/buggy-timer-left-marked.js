// expect: race.check-then-act 24
// Whoever pauses a link cancels its retry, and whoever resumes it takes the mark for a retry that is under way.
class Link {
  constructor() {
    this.retry = null;
    this.tries = 0;
  }

  connect() {
    this.tries++;
    setTimeout(() => this.lost(), 5);
  }

  lost() {
    this.retry = setTimeout(() => {
      this.retry = null;
      this.connect();
    }, 4000);
  }

  disconnect() {
    clearTimeout(this.timer());
    // The mark is still there.
    if (this.retry) return;
    this.lost();
  }

  timer() {
    return this.retry;
  }
}

const link = new Link();
link.connect();
setTimeout(() => {
  link.disconnect();
  console.log('tries', link.tries);
}, 300);
