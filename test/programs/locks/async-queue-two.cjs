// expect: none exit 0
const async = require('async');

const parts = async.queue(async (part) => part.name, 2);
const uploads = async.queue(async (file) => {
  const done = await Promise.all(file.parts.map((part) => parts.push(part)));
  return `${file.name}: ${done.join()}`;
}, 2);

Promise.all([
  uploads.push({ name: 'a', parts: [{ name: 'a1' }, { name: 'a2' }] }),
  uploads.push({ name: 'b', parts: [{ name: 'b1' }] }),
]).then((done) => console.log(done));
