// expect: nothing
// A store runs what it is given after a while: it looks and adds in one step, and says whether it did.
const tables = { posts: { rows: [] } };
const query = (run) => new Promise((resolve) => setTimeout(() => resolve(run()), 10));

async function insert(post) {
  const isNew = await query(() => {
    if (tables.posts.rows.some((other) => other.slug === post.slug)) return false;
    tables.posts.rows.push(post);
    return true;
  });
  return isNew;
}

async function addPost(title) {
  const base = title.toLowerCase();
  let slug = base;
  for (let n = 2; !(await insert({ title, slug })); n++) slug = `${base}-${n}`;
  return slug;
}

await Promise.all([addPost('Welcome'), addPost('Welcome'), addPost('About')]);
console.log(tables.posts.rows.map((post) => post.slug).join(' '));
