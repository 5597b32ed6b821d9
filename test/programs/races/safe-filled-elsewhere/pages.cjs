// What is shown of a line.
const known = require('./stations.cjs');

exports.answer = (path) => {
  const [line, station] = path.split('/');
  // A line has its stations from elsewhere.
  if (!known.lines[line]?.includes(station)) return 'no such station';
  return `${line}: ${station}`;
};
