// expect: race.atomicity 7,13
// The tone in which a page speaks is set for a request, and asked for when its text has been found: by then another request has set its own.
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
  setTimeout(callback, path === '/slow' ? 90 : 20, null, `text of ${path}`);
}

const server = http.createServer((request, response) => {
  setTone(request.headers['x-tone']);
  findText(request.url, (error, text) => {
    if (error) throw error;
    response.end(say(text));
  });
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
