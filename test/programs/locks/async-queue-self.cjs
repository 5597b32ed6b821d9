// expect: lock.queue-self-wait 6 exit 0
const async = require('async');

const uploads = async.queue(async (file) => {
  if (file.parts === undefined) return file.name;
  const parts = await Promise.all(file.parts.map((part) => uploads.push(part)));
  return `${file.name}: ${parts.join()}`;
}, 2);

Promise.all([
  uploads.push({ name: 'a', parts: [{ name: 'a1' }, { name: 'a2' }] }),
  uploads.push({ name: 'b', parts: [{ name: 'b1' }] }),
]).then((done) => console.log(done));
