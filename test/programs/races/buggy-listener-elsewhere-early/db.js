'use strict';
const fs = require('node:fs');

const db = { pool: null, log: null };
db.connect = (done) => {
  fs.readFile(__filename, 'utf8', (error, text) => {
    db.pool = { query: (sql) => sql.length + text.length };
    db.log = { write: (line) => console.log(line.length > 0 && !error) };
    done();
  });
};
module.exports = db;
