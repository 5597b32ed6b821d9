// expect: nothing
const sleep = (ms) => new Promise((r) => setTimeout(r, ms));
const state = { text: '', saved: '' };
let saving = false, dirty = false;
async function save() {
  if (saving) { dirty = true; return; }
  saving = true;
  do { dirty = false; const text = state.text; await sleep(3); state.saved = text; } while (dirty);
  saving = false;
}
for (let i = 0; i < 8; i++) setTimeout(() => { state.text += i; save(); }, i * 2);
await sleep(200);
console.log(state.saved);
