// expect: nothing
// The repository stores only what was made from the newest version, and the caller tries again.
import { ArticleRepo } from './repo.mjs';

const repo = new ArticleRepo();
repo.create('a', { likes: 0 });
repo.create('b', { likes: 0 });

async function like(id) {
  const article = await repo.find(id);
  article.body.likes++;
  if (!(await repo.save(article))) await like(id);
}

function likeThen(id) {
  return repo
    .find(id)
    .then((article) => {
      article.body.likes++;
      return repo.save(article);
    })
    .then((saved) => (saved ? undefined : likeThen(id)));
}

await Promise.all([like('a'), like('a'), likeThen('b'), likeThen('b')]);
const [a, b] = [await repo.find('a'), await repo.find('b')];
console.log(a.body.likes, b.body.likes);
