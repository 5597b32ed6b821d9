// The lines of a railway, by their names.
const database = {
  open: (callback) => setTimeout(callback, 80, null, { line: 'north', list: (done) => setTimeout(done, 10, null, ['hill', 'lake']) }),
};
const known = { names: [], lines: {} };

database.open((error, { line, list }) => {
  if (error) throw error;
  known.names.push(line);
  list((failure, stations) => {
    known.lines[line] = stations;
    if (failure) throw failure;
  });
});
module.exports = known;
