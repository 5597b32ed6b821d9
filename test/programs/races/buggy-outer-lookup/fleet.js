class Fleet {
  records = new Map([
    ['crew', { members: [] }],
    ['ann', { rank: 1 }],
    ['bo', { rank: 2 }],
  ]);

  lookUp(id, done) {
    setTimeout(() => {
      const record = this.records.get(id);
      if (!record) return done(new Error(id));
      return done(null, { ...record });
    }, 25);
  }

  rewrite(id, record, done) {
    setTimeout(() => {
      this.records.set(id, record);
      done(null);
    }, 25);
  }
}

module.exports = { Fleet };
