'use strict';

function Fleet() {
  this.records = new Map([
    ['crew', { members: ['ada'] }],
    ['bob', { rank: 2 }],
    ['cid', { rank: 2 }],
  ]);
}

Fleet.prototype.lookUp = function (id, callback) {
  setTimeout(() => {
    const record = this.records.get(id);
    if (!record) {
      callback(new Error(`nobody: ${id}`));
      return;
    }
    callback(null, { ...record });
  }, 25);
};

Fleet.prototype.change = function (id, change, callback) {
  setTimeout(() => {
    const record = this.records.get(id);
    if (change.operation === 'replace') {
      this.records.set(id, { ...record, ...change.value });
    } else {
      const [[name, value]] = Object.entries(change.value);
      this.records.set(id, { ...record, [name]: [...record[name], value] });
    }
    callback(null);
  }, 25);
};

module.exports = Fleet;
