// SPDX-License-Identifier: GPL-2.0-or-later
import { IDBFactory } from 'fake-indexeddb';
import { describe, expect, it } from 'vitest';
import { openStorage } from './storage.dom';

describe('what is kept in the browser', () => {
  it('is there again', async () => {
    const factory = new IDBFactory();
    const first = openStorage('1', factory);
    await first.put('outbox', 'a', { key: 'a' });
    await first.put('state', 'shown', [1]);
    await first.remove('outbox', 'none');
    const again = openStorage('1', factory);
    expect(await again.all('outbox')).toEqual([{ key: 'a' }]);
    expect(await again.get('state', 'shown')).toEqual([1]);
    expect(await again.get('state', 'other')).toBeNull();
    expect(await openStorage('2', factory).all('outbox')).toEqual([]);
    await again.clear();
    expect(await openStorage('1', factory).all('outbox')).toEqual([]);
  });
  it('is no trouble when there is no IndexedDB', async () => {
    const storage = openStorage('1', null);
    await storage.put('outbox', 'a', 1);
    expect(await storage.all('outbox')).toEqual([1]);
    expect(await storage.get('outbox', 'a')).toBe(1);
    await storage.remove('outbox', 'a');
    expect(await storage.all('outbox')).toEqual([]);
    await storage.clear();
  });
  it('is no trouble when it throws', async () => {
    const factory = { open: () => { throw new Error('denied'); }, deleteDatabase: () => { throw new Error('denied'); } } as unknown as IDBFactory;
    const storage = openStorage('1', factory);
    await storage.put('state', 'shown', 1);
    expect(await storage.get('state', 'shown')).toBe(1);
  });
  it('is made anew when it is of another release', async () => {
    const factory = new IDBFactory();
    await new Promise<void>((resolve) => {
      const request = factory.open('alloquy-1', 99);
      request.onupgradeneeded = () => request.result.createObjectStore('other');
      request.onsuccess = () => {
        request.result.close();
        resolve();
      };
    });
    const storage = openStorage('1', factory);
    await storage.put('state', 'shown', 1);
    expect(await openStorage('1', factory).get('state', 'shown')).toBe(1);
  });
  it('gives up histories for what isn’t sent when it is full', async () => {
    const factory = new IDBFactory();
    const storage = openStorage('1', factory);
    await storage.put('timelines', '5', ['long']);
    const database = await new Promise<IDBDatabase>((resolve) => {
      const request = factory.open('alloquy-1');
      request.onsuccess = () => resolve(request.result);
    });
    const store = Object.getPrototypeOf(database.transaction('outbox').objectStore('outbox')) as IDBObjectStore;
    const put = store.put;
    let full = true;
    store.put = function (this: IDBObjectStore, ...args: Parameters<IDBObjectStore['put']>) {
      if (full) {
        full = false;
        throw new DOMException('full', 'QuotaExceededError');
      }
      return put.apply(this, args);
    };
    await storage.put('outbox', 'a', 1);
    store.put = put;
    expect(await storage.all('outbox')).toEqual([1]);
    expect(await storage.get('timelines', '5')).toBeNull();
  });
});
