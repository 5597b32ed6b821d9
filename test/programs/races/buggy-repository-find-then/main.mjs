// expect: race.atomicity main.mjs:11
// As buggy-repository-find, with `then`.
import { ArticleRepo } from '../buggy-repository-find/repo.mjs';

const repo = new ArticleRepo();
repo.create('a', { likes: 0 });

function like(id) {
  return repo.find(id).then((article) => {
    article.body.likes++;
    return repo.save(article);
  });
}

await Promise.all([like('a'), like('a')]);
const article = await repo.find('a');
console.log(article.body.likes);
