/** What whoever is called back was promised, whichever way their complaint ended. Pure. */

const PROMISED = ['terms', 'manner', 'performBy', 'performedOn', 'measures', 'resolution', 'reply', 'outcome'];

/** The fields that say so; of one that is only listed, the first, so that it is known before anybody dials. */
export function promisedOf(one: Readonly<Record<string, unknown>>, isOpen: boolean): readonly string[] {
  const said = PROMISED.filter((name) => one[name] !== undefined && one[name] !== null);
  return isOpen ? said : said.slice(0, 1);
}

/** Whether it was settled by an agreement, whose day of performance is no secret and outlives its terms. */
export function hasAgreement(one: Readonly<Record<string, unknown>>): boolean {
  return typeof one['performBy'] === 'string';
}
