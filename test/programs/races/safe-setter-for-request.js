// expect: nothing
// The tone in which a page speaks is kept with the request that asks for it. The newest one is set as well, and shown by whoever sets it.
const http = require('node:http');

let tone = 'plain';
function setTone(name) {
  tone = name;
}

const tones = { plain: (text) => text, loud: (text) => text.toUpperCase() };

function say(text) {
  return tones[tone](text);
}

function findText(path, callback) {
  setTimeout(callback, path === '/slow' ? 120 : 4, null, `text of ${path}`);
}

const server = http.createServer((request, response) => {
  setTone(request.headers['x-tone']);
  const own = tones[tone];
  findText(request.url, (error, text) => {
    if (error) throw error;
    response.end(own(text));
  });
  if (request.url === '/none') say('none');
});

server.listen(0, () => {
  const pages = [];
  const ask = (path, name) => {
    const options = { port: server.address().port, path, agent: false, headers: { 'x-tone': name } };
    http.get(options, (answer) => {
      let page = '';
      answer.on('data', (part) => (page += part));
      answer.on('end', () => {
        if (pages.push(page) < 2) return;
        console.log(pages.join(' | '));
        server.close();
      });
    });
  };
  ask('/slow', 'loud');
  ask('/fast', 'plain');
});
