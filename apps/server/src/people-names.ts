/** What people are called in a history: as the identity events say now. */
import type { Views } from '#libs/views';
import type { People } from '#libs/workflow/nest';

export function peopleNames(views: Pick<Views, 'read'>): People {
  return {
    nameOf(person) {
      const row = views.read.get<{ data: string }>('SELECT data FROM people WHERE id = ?', person);
      const { name } = row ? (JSON.parse(row.data) as { name?: unknown }) : {};
      return typeof name === 'string' && name !== '' ? name : undefined;
    },
  };
}
