// expect: race.check-then-act 6,7
'use strict';
const table = require('./table');
const { slugFor } = require('./slug');

const addPost = (title) =>
  slugFor(title).then((slug) => table.insert({ title, slug }));

Promise.all([addPost('Hello'), addPost('hello'), addPost('About')]).then(() => console.log(table.count()));
