// expect: race.atomicity 15,17
import http from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';

const posts = new Map([['p1', { title: 'Hello', likes: 0 }]]);

const server = http.createServer(async (req, res) => {
  const id = new URL(req.url, 'http://x').searchParams.get('id');
  const post = posts.get(id);
  if (!post) {
    res.writeHead(404).end();
    return;
  }
  if (req.method === 'POST') {
    const likes = post.likes;
    await delay(80);
    post.likes = likes + 1;
  }
  res.end(JSON.stringify(post));
});

await new Promise((r) => server.listen(0, '127.0.0.1', r));
const url = `http://127.0.0.1:${server.address().port}/?id=p1`;

function like() {
  return new Promise((resolve, reject) => {
    http.request(url, { method: 'POST', agent: false }, (res) => res.resume().on('end', resolve)).on('error', reject).end();
  });
}
await Promise.all([like(), like(), like()]);
console.log('likes', posts.get('p1').likes > 0);
server.close();
