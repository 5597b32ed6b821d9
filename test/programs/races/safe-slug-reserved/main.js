// expect: nothing
// A slug is taken before the table is asked for it.
'use strict';
const table = require('./table');
const { slugFor } = require('./slug');

const addPost = (title) =>
  slugFor(title).then((slug) => table.insert({ title, slug }));

Promise.all([addPost('Hello'), addPost('hello'), addPost('About')]).then(() => console.log(table.count()));
