// Lets a test in the extension host see and touch the real screen: a small HTTP server on this machine that drives the page of the workbench.
import { randomUUID } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { createServer } from 'node:http';
import path from 'node:path';

const WAIT_MS = 10_000;
const AGAIN_MS = 2000;

/** Every operation a test may ask for: `{ op, ...arguments }` in, a JSON value out. */
function operations(page, shots) {
  const at = (query) => page.locator(query.selector).first();
  const wait = (query) => ({ timeout: query.timeout ?? WAIT_MS });
  /** The document inside the webview that is seen (its address does not tell views from editors reliably). */
  const webview = (query) =>
    page.frameLocator('iframe.webview.ready:visible').last().frameLocator('iframe#active-frame').locator(query.selector).first();
  return {
    async shot(query) {
      mkdirSync(shots, { recursive: true });
      const file = path.join(shots, `${query.name}.png`);
      await page.screenshot({ path: file });
      return file;
    },
    async resize(query) {
      await page.setViewportSize({ width: query.width, height: query.height });
    },
    async key(query) {
      await page.keyboard.press(query.key);
    },
    async type(query) {
      await page.keyboard.type(query.text);
    },
    async click(query) {
      await at(query).click({ button: query.button ?? 'left', clickCount: query.count ?? 1, ...wait(query) });
    },
    async hover(query) {
      await at(query).hover(wait(query));
    },
    async text(query) {
      return at(query).innerText(wait(query));
    },
    async attributes(query) {
      return page.locator(query.selector).evaluateAll((all, name) => all.map((each) => each.getAttribute(name)), query.name);
    },
    async texts(query) {
      return page.locator(query.selector).allInnerTexts();
    },
    async waitText(query) {
      await page.getByText(query.text).first().waitFor(wait(query));
    },
    async waitFor(query) {
      await at(query).waitFor({ state: query.state ?? 'visible', ...wait(query) });
    },
    /** Runs a command as a person does: F1, its title, and a click on the row that carries the whole of it. The list has what could be run when it was opened: it is opened again. */
    async command(query) {
      const input = page.locator('.quick-input-widget input').first();
      const row = page.locator('.quick-input-list .monaco-list-row').filter({ hasText: query.title }).first();
      const deadline = Date.now() + wait(query).timeout;
      for (;;) {
        await page.keyboard.press('F1');
        await input.waitFor({ state: 'visible', timeout: WAIT_MS });
        await input.fill(`>${query.title}`);
        const isThere = await row.waitFor({ state: 'visible', timeout: AGAIN_MS }).then(
          () => true,
          () => false,
        );
        if (isThere || Date.now() > deadline) break;
        await page.keyboard.press('Escape');
      }
      await row.click({ timeout: WAIT_MS });
    },
    async webviewText(query) {
      return webview(query).innerText(wait(query));
    },
    async webviewClick(query) {
      await webview(query).click({ ...(query.position ? { position: query.position } : {}), ...wait(query) });
    },
    async webviewFocus(query) {
      await webview(query).focus(wait(query));
    },
    /** Evaluates the body of a function of `element` in the webview; the value must be JSON. */
    async webviewEval(query) {
      return webview(query).evaluate(new Function('element', query.body), undefined, wait(query));
    },
  };
}

/** @returns {Promise<{ address: string, close(): void }>} the address carries a secret: no page in the browser can guess it */
export async function startBridge(page, shots, secondAddress) {
  const known = operations(page, shots);
  let second;
  /** The same workspace in another window of the editor; operations with `window: 2` are for it. */
  known.openSecondWindow = async () => {
    second = await page.context().newPage();
    await second.goto(secondAddress());
    await second.locator('.monaco-workbench .explorer-viewlet .monaco-list-row').first().waitFor({ timeout: 60_000 });
  };
  known.closeSecondWindow = async () => second?.close();
  const choose = (query) => (query.window === 2 ? operations(second, shots) : known);
  const secret = `/${randomUUID()}`;
  const server = createServer((request, response) => {
    void answer(request, choose, secret).then(
      (value) => response.end(JSON.stringify({ value: value ?? null })),
      (error) => {
        response.statusCode = 500;
        response.end(JSON.stringify({ error: String(error) }));
      },
    );
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const close = () => {
    server.close();
    server.closeAllConnections();
  };
  return { address: `http://127.0.0.1:${server.address().port}${secret}`, close };
}

async function answer(request, choose, secret) {
  if (request.url !== secret || request.method !== 'POST') throw new Error('not found');
  let body = '';
  for await (const chunk of request) body += chunk;
  const query = JSON.parse(body);
  const known = choose(query);
  if (!Object.hasOwn(known, query.op)) throw new Error(`no operation ${query.op}`);
  return known[query.op](query);
}
