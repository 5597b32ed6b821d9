// expect: none exit 0
// Each bed of a greenhouse has a line of jobs; whoever is done leaves the line before it calls back, and asks for the next bed only then. In between the bed works for others.
const http = require('node:http');

const lines = {};
const moisture = {};

function begin(bed) {
  const [job] = lines[bed];
  setTimeout(() => {
    moisture[bed] = job.change(moisture[bed] ?? 0);
    lines[bed].shift();
    if (lines[bed].length > 0) begin(bed);
    else delete lines[bed];
    job.done();
  }, 2);
}

function water(bed, change, done) {
  if (lines[bed]) return lines[bed].push({ change, done });
  lines[bed] = [{ change, done }];
  begin(bed);
}

const server = http.createServer((request, response) => {
  const [, from, to] = request.url.split('/');
  water(from, (level) => level - 1, () => water(to, (level) => level + 1, () => response.end()));
});
server.listen(0, '127.0.0.1', () => {
  const { port } = server.address();
  const agent = new http.Agent({ keepAlive: true, maxSockets: 6 });
  const beds = ['ferns', 'moss', 'ivy', 'palms', 'cacti'];
  const paths = Array.from({ length: 36 }, (_, i) => `/${beds[i % 5]}/${beds[(i * 3 + 1) % 5]}`);
  let left = paths.length;
  paths.forEach((path, i) => {
    setTimeout(() => http.get({ port, path, agent }, (answer) => {
      answer.resume().on('end', () => {
        if (--left > 0) return;
        server.close();
        agent.destroy();
        console.log(Object.values(moisture).reduce((sum, level) => sum + level, 0));
      });
    }), (i * 11) % 50);
  });
});
