'use strict';
const fs = require('node:fs');

const db = { pool: null };
db.connect = (done) => {
  fs.readFile(__filename, 'utf8', (error, text) => {
    if (error) throw error;
    db.pool = { query: (sql) => sql.length + text.length, count: 0 };
    done();
  });
};
module.exports = db;
