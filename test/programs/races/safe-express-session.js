// expect: nothing
'use strict';
const express = require('express');
const { once } = require('node:events');
const { setTimeout: delay } = require('node:timers/promises');
const app = express(); let hits = 0;
app.use(async (req, res, next) => { req.user = { id: req.query.u, seen: 0 }; hits++; await delay(1); req.user.seen = hits; next(); });
app.get('/', async (req, res) => { const before = req.user.seen; await delay(2); req.user.seen = before + 1; res.json(req.user); });
(async () => { const s = app.listen(0, '127.0.0.1'); await once(s, 'listening'); const u = `http://127.0.0.1:${s.address().port}/?u=`; const r = await Promise.all([1, 2, 3].map(async (i) => (await fetch(u + i)).json())); console.log(r.map((x) => x.id).join()); s.close(); s.closeAllConnections(); })();
