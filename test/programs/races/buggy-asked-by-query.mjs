// expect: race.check-then-act 22,21
// A store runs what it is given after a while; what it was asked for comes back through an await of its own, and is acted on with another call.
const tables = { posts: { rows: [] } };
const query = (run) => new Promise((resolve) => setTimeout(() => resolve(run()), 10));

async function findOne(slug) {
  const rows = await query(() => tables.posts.rows.filter((post) => post.slug === slug));
  return rows[0];
}

function insert(post) {
  return query(() => {
    tables.posts.rows.push(post);
    return post;
  });
}

async function addPost(title) {
  const base = title.toLowerCase();
  let slug = base;
  for (let n = 2; await findOne(slug); n++) slug = `${base}-${n}`;
  return insert({ title, slug });
}

await Promise.all([addPost('Welcome'), addPost('Welcome'), addPost('About')]);
console.log(tables.posts.rows.map((post) => post.slug).join(' '));
