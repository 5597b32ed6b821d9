// The lines of a railway, by their names.
const database = {
  open: (callback) => setTimeout(callback, 80, null, { line: 'north', list: (done) => setTimeout(done, 10, null, ['hill', 'lake']) }),
};
let tell;
const loaded = new Promise((resolve) => (tell = resolve));
const known = { names: [], lines: {}, whenLoaded: (callback) => loaded.then(callback) };

database.open((error, { line, list }) => {
  if (error) throw error;
  known.names.push(line);
  list((failure, stations) => {
    known.lines[line] = stations;
    tell();
    if (failure) throw failure;
  });
});
module.exports = known;
