'use strict';

class TokenSource {
  constructor(issue) {
    this.issue = issue;
    this.token = null;
  }

  async get() {
    if (this.token === null) await this.renew();
    return this.token;
  }

  // What was waited for stands between the callback and the next timer.
  async renew() {
    this.token = await this.issue();
    this.timer = setTimeout(() => this.renew(), 250);
  }

  stop() {
    clearTimeout(this.timer);
  }
}

module.exports = { TokenSource };
