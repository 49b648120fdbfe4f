/**
 * The browser's storage, which may be full, closed to us by a policy, or not there at all: everything that is kept goes
 * through here, and nothing that is kept is needed to work. Beside a fault of ours, which is thrown, nothing is thrown.
 */
type Kind = 'localStorage' | 'sessionStorage';

function attempt<T>(act: (storage: Storage) => T, otherwise: T, kind: Kind = 'localStorage'): T {
  try {
    // Some browsers throw where it is closed, some have nothing there.
    const storage = window[kind] as Storage | null;
    return storage ? act(storage) : otherwise;
  } catch (error) {
    if (!(error instanceof DOMException)) throw error;
    return otherwise;
  }
}

export function stored(name: string, kind?: Kind): string | null {
  return attempt((storage) => storage.getItem(name), null, kind);
}

/** @returns whether it is kept */
export function store(name: string, text: string, kind?: Kind): boolean {
  return attempt(
    (storage) => {
      storage.setItem(name, text);
      return true;
    },
    false,
    kind,
  );
}

export function unstore(name: string): void {
  attempt((storage) => storage.removeItem(name), undefined);
}

export function storedNames(): readonly string[] {
  return attempt((storage) => Object.keys(storage), []);
}

/** Whether this browser keeps anything for us at all; one that is merely full does. */
export function isStorageOpen(): boolean {
  return attempt((storage) => storage.length >= 0, false);
}
