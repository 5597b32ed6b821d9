// expect: race.atomicity main.mjs:11
// A repository whose method has the name of one of arrays: only a function of the program is waited for.
import { ArticleRepo } from './repo.mjs';

const repo = new ArticleRepo();
repo.create('a', { likes: 0 });

async function like(id) {
  const article = await repo.find(id);
  article.body.likes++;
  await repo.save(article);
}

await Promise.all([like('a'), like('a')]);
const article = await repo.find('a');
console.log(article.body.likes);
