// expect: timer.leak main.js:13
// stop-after: 5
'use strict';

// Each entry has a timer that takes it out: the program is done, and stays for the last of them.
class Sessions {
  constructor(ttl) {
    this.ttl = ttl;
    this.rows = new Map();
  }
  add(id, user) {
    this.rows.set(id, user);
    setTimeout(() => this.rows.delete(id), this.ttl);
  }
}

const sessions = new Sessions(600_000);
for (const [id, user] of Object.entries({ a1: 'ann', b2: 'ben' })) sessions.add(id, user);
console.log('sessions:', sessions.rows.size);
