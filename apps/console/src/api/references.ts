/** Names of what is referred to: whatever a page asks for in one moment is one request for each kind. */
import { read } from './client.js';
import type { Listed, Reference } from './types.js';

const IDS_MAX = 40;

interface Asking {
  readonly id: string;
  readonly answer: (found: Reference | null) => void;
  readonly fail: (cause: unknown) => void;
}

const waiting = new Map<string, Asking[]>();

/** Resolves to nothing where the id names nothing that may be seen. */
export function manyReferences(to: string, id: string): Promise<Reference | null> {
  return new Promise((answer, fail) => {
    const asked = waiting.get(to) ?? [];
    if (asked.length === 0) {
      waiting.set(to, asked);
      setTimeout(() => void ask(to));
    }
    asked.push({ id, answer, fail });
  });
}

async function ask(to: string): Promise<void> {
  const asked = waiting.get(to) ?? [];
  waiting.delete(to);
  for (let from = 0; from < asked.length; from += IDS_MAX) {
    const some = asked.slice(from, from + IDS_MAX);
    const ids = [...new Set(some.map(({ id }) => id))].map(encodeURIComponent).join(',');
    try {
      const { items } = await read<Listed<Reference>>(`/api/references/${to}?ids=${ids}`);
      for (const { id, answer } of some) answer(items.find((one) => one.id === id) ?? null);
    } catch (cause) {
      for (const { fail } of some) fail(cause);
    }
  }
}
