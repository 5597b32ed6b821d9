// What the view asks the engine while a trace grows: nobody goes on before the newest answer is there.
import assert from 'node:assert/strict';
import type { EngineRequest } from '../../src/model/requests.ts';
import { EngineClient } from '../../src/view/client.ts';
import { geometryOf } from '../../src/view/layout.ts';
import { Loader } from '../../src/view/loader.ts';
import { Store } from '../../src/view/store.ts';

/** An engine that answers when it is told to. */
function engine(): { readonly store: Store; readonly loader: Loader; answer(endNs: number): Promise<void> } {
  let asked: { id: number; request: EngineRequest }[] = [];
  const client = new EngineClient((message) => {
    if (message.type === 'requests') asked.push(...message.requests);
  });
  const store = new Store();
  // Too narrow for a picture: nothing but summary and rows is asked.
  const loader = new Loader(store, client, () => geometryOf(10, 10, 1, 1));
  const answer = async (endNs: number): Promise<void> => {
    await turn();
    for (const { id, request } of asked.splice(0)) {
      const reply =
        request.type === 'summary' ? { endNs, idle: [], version: endNs } : { rows: [], version: endNs, matches: 0, filterProblem: null };
      client.settle({ id, reply } as never);
    }
    await turn();
  };
  return { store, loader, answer };
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('Loader', () => {
  it('says that it is done when what was asked meanwhile is there, too', async () => {
    const { store, loader, answer } = engine();
    store.set({ following: true });
    void loader.refresh();
    await turn();
    let isDone = false;
    const again = loader.refresh().then(() => (isDone = true));
    await answer(100);
    assert.equal(isDone, false);
    assert.equal(store.state.summary?.endNs, 100);
    await answer(5000);
    await again;
    assert.equal(store.state.summary?.endNs, 5000);
    assert.ok(store.state.viewport.to >= 5000, 'all of what is followed is in view');
  });
});
