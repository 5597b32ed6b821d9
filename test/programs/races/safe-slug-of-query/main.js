// expect: nothing
// Each title has a slug of its own.
'use strict';
const table = require('./table');
const { slugFor } = require('./slug');

const addPost = (title) =>
  slugFor(title).then((slug) => table.insert({ title, slug }));

Promise.all([addPost('Hello'), addPost('Terms'), addPost('About')]).then(() => console.log(table.count()));
