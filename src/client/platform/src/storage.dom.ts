// SPDX-License-Identifier: GPL-2.0-or-later
// IndexedDB as three tables of values. It may be absent (private windows), full, broken, or closed by the browser: then the app works on
// without, and what was kept is a loss of time and no more. So nothing here fails.

const tables = ['state', 'timelines', 'outbox'] as const;
export type Table = (typeof tables)[number];

const schemaVersion = 1;
const openTime = 4_000;

export interface AccountStorage {
  get<Value>(table: Table, key: string): Promise<Value | null>;
  all<Value>(table: Table): Promise<readonly Value[]>;
  put(table: Table, key: string, value: unknown): Promise<void>;
  remove(table: Table, key: string): Promise<void>;
  clear(): Promise<void>;
}

function finished<Value>(request: IDBRequest<Value>): Promise<Value> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error('IndexedDB'));
  });
}

function committed(transaction: IDBTransaction): Promise<void> {
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onabort = () => reject(transaction.error ?? new Error('IndexedDB'));
    transaction.onerror = () => reject(transaction.error ?? new Error('IndexedDB'));
  });
}

function openDatabase(factory: IDBFactory, name: string): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = factory.open(name, schemaVersion);
    request.onupgradeneeded = () => {
      // Nothing in it is the only copy, but for the outbox, whose table never changes.
      for (const table of tables) if (!request.result.objectStoreNames.contains(table)) request.result.createObjectStore(table);
    };
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error('IndexedDB'));
    // Another tab with another release holds it; some browsers never answer at all.
    request.onblocked = () => reject(new Error('blocked'));
    setTimeout(() => reject(new Error('no answer')), openTime);
  });
}

class Database {
  private opening: Promise<IDBDatabase | null> | null = null;

  constructor(
    private readonly factory: IDBFactory | null,
    private readonly name: string,
  ) {}

  /** Null when there is none. */
  async open(): Promise<IDBDatabase | null> {
    this.opening ??= this.openOrMake();
    return this.opening;
  }

  private async openOrMake(): Promise<IDBDatabase | null> {
    if (!this.factory) return null;
    for (const repair of [true, false]) {
      try {
        const database = await openDatabase(this.factory, this.name);
        if (tables.every((table) => database.objectStoreNames.contains(table))) return this.kept(database);
        database.close();
        throw new Error('tables are missing');
      } catch {
        // Broken, or of a later release: what can't be read is made anew.
        if (repair) await this.erase();
      }
    }
    return null;
  }

  private kept(database: IDBDatabase): IDBDatabase {
    const forget = () => {
      database.close();
      this.opening = null;
    };
    database.onversionchange = forget;
    database.onclose = forget;
    return database;
  }

  async drop(): Promise<void> {
    const database = await this.opening;
    database?.close();
    this.opening = null;
    await this.erase();
  }

  private async erase(): Promise<void> {
    try {
      if (this.factory) await Promise.race([finished(this.factory.deleteDatabase(this.name)), new Promise((resolve) => setTimeout(resolve, openTime))]);
    } catch {
      // Then it stays, and is ignored.
    }
  }
}

export function openStorage(account: string, factory: IDBFactory | null = defaultFactory()): AccountStorage {
  const database = new Database(factory, `alloquy-${account}`);
  /** Stands in where nothing can be kept: the outbox at least outlives a lost connection. */
  const memory = new Map<string, unknown>();

  async function within<Value>(table: Table, mode: IDBTransactionMode, run: (store: IDBObjectStore) => IDBRequest<Value>): Promise<Value | null> {
    const open = await database.open();
    if (!open) return null;
    const transaction = open.transaction(table, mode);
    const done = mode === 'readwrite' ? committed(transaction) : null;
    const [value] = await Promise.all([finished(run(transaction.objectStore(table))), done]);
    return value;
  }

  async function write(table: Table, run: (store: IDBObjectStore) => IDBRequest): Promise<boolean> {
    try {
      if ((await database.open()) === null) return false;
      await within(table, 'readwrite', run);
      return true;
    } catch {
      return false;
    }
  }

  return {
    async get<Value>(table: Table, key: string) {
      const spare = memory.get(`${table} ${key}`);
      if (spare !== undefined) return spare as Value;
      try {
        return ((await within(table, 'readonly', (store) => store.get(key))) ?? null) as Value | null;
      } catch {
        return null;
      }
    },
    async all<Value>(table: Table) {
      const spare = [...memory].filter(([key]) => key.startsWith(`${table} `)).map(([, value]) => value as Value);
      try {
        return [...(((await within(table, 'readonly', (store) => store.getAll())) ?? []) as Value[]), ...spare];
      } catch {
        return spare;
      }
    },
    async put(table, key, value) {
      const name = `${table} ${key}`;
      if (await write(table, (store) => store.put(value, key))) {
        memory.delete(name);
        return;
      }
      // Full: histories can be had again, what isn't sent can't.
      await write('timelines', (store) => store.clear());
      if (await write(table, (store) => store.put(value, key))) memory.delete(name);
      else if (table !== 'timelines') memory.set(name, value);
    },
    async remove(table, key) {
      memory.delete(`${table} ${key}`);
      await write(table, (store) => store.delete(key));
    },
    async clear() {
      memory.clear();
      await database.drop();
    },
  };
}

function defaultFactory(): IDBFactory | null {
  try {
    return globalThis.indexedDB ?? null;
  } catch {
    return null;
  }
}
