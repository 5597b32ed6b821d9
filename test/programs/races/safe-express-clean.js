// expect: nothing
'use strict';
const express = require('express'); const { once } = require('node:events'); const { setTimeout: delay } = require('node:timers/promises');
const app = express(); const cache = new Map(); let requests = 0; const started = Date.now();
app.use((req, res, next) => { requests++; res.on('finish', () => { requests--; }); next(); });
app.get('/item/:id', async (req, res) => { let entry = cache.get(req.params.id); if (!entry) { entry = delay(5).then(() => ({ id: req.params.id, at: Date.now() - started })); cache.set(req.params.id, entry); } res.json(await entry); });
app.get('/stats', (req, res) => res.json({ requests, size: cache.size }));
(async () => { const s = app.listen(0, '127.0.0.1'); await once(s, 'listening'); const u = `http://127.0.0.1:${s.address().port}`; const r = await Promise.all(['/item/1', '/item/1', '/item/2', '/stats'].map(async (p) => (await fetch(u + p)).json())); console.log(r.length, r[0].id); s.close(); s.closeAllConnections(); })();
