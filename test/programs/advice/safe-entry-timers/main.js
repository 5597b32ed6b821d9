// expect: nothing
// stop-after: 3
'use strict';

// When its time has come, something is said: the program stays for that.
class Reminders {
  constructor() {
    this.rows = new Map();
  }
  add(id, text, ms) {
    this.rows.set(id, text);
    setTimeout(() => this.due(id), ms);
  }
  due(id) {
    console.log(this.rows.get(id));
    this.rows.delete(id);
  }
}

const reminders = new Reminders();
reminders.add(1, 'tea is ready', 600_000);
console.log('reminders:', reminders.rows.size);
