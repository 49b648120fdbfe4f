/** A link to a related case leads somewhere that whoever makes it may go. */
import { beforeEach, describe, expect, it } from '@jest/globals';
import { nothing, on, stay, workflow } from '../declare/builder.js';
import { text } from '../declare/fields/text.js';
import { isDone, type Outcome } from './refusal.js';
import { sentenceOf } from '../words/sentence.js';
import { codeOf, World } from '../specification.js';
import { errand } from '../tiny.fixture.js';
import { errandTexts } from '../tiny-texts.fixture.js';

const people = { li: ['clerk@nanguan'], far: ['clerk@beixia'], both: ['clerk@nanguan', 'clerk@beixia'] };
const asked = { area: 'nanguan', what: '换灯泡', story: '灯坏了', caller: { name: '张三', phone: '13800001111' } };
const options = { workflows: [errand], people, registers: { area: () => true } };
const spoken = { declaration: errand.declaration, texts: errandTexts };

let world: World;
let here: string;
beforeEach(async () => {
  world = await World.begin(options);
  here = await ask();
});

const ask = async (area = 'nanguan') => (await world.given('AskErrand', { ...asked, area }, { by: 'both' })).id;
const link = (to: string, { workflow = 'errand', by = 'li', in: where = world } = {}) =>
  where.when('LinkRelated', { workflow, to }, { by, on: here, workflow: 'errand' });

function said(outcome: Outcome): string[] {
  if (outcome.kind === 'malformed' || isDone(outcome)) throw new Error(`not refused: ${outcome.kind}`);
  return (['zh-CN', 'en'] as const).map((language) => sentenceOf(outcome, spoken, language));
}

describe('a link to a related case', () => {
  it('is recorded where the other case is there to be seen', async () => {
    expect(codeOf(await link(await ask()))).toBe('done');
    expect(await world.history('errand', here)).toEqual(['ErrandAsked', 'RelatedLinked']);
  });

  it.each([
    ['a workflow nobody declared', 'constructor', 'x', 'errand/link-related-no-such-workflow'],
    ['a case that is not there', 'errand', 'nowhere', 'errand/link-related-not-found'],
  ])('is refused to %s, in both languages', async (_, kind, to, code) => {
    const outcome = await link(to, { workflow: kind });
    expect(codeOf(outcome)).toBe(code);
    expect(said(outcome).every((one) => one.includes(to === 'x' ? kind : to))).toBe(true);
    expect(await world.history('errand', here)).toEqual(['ErrandAsked']);
  });

  it('is refused from a case to itself', async () => {
    const outcome = await link(here);
    expect(codeOf(outcome)).toBe('errand/link-related-itself');
    expect(said(outcome)).toEqual(['不能与本件自身关联', 'A case cannot be linked to itself']);
  });

  it('tells nobody that there is a case which they may not see', async () => {
    const elsewhere = await ask('beixia');
    const hidden = await link(elsewhere);
    const unknown = await link('nowhere');
    expect([hidden, unknown].map(codeOf)).toEqual(['errand/link-related-not-found', 'errand/link-related-not-found']);
    expect(codeOf(await link(elsewhere, { by: 'both' }))).toBe('done');
  });

  it('law 10: follows a case that another node moved to where it can be seen', async () => {
    const parcel = workflow('parcel', { path: 'parcels', jurisdiction: 'place' })
      .events({ ParcelSent: on('sent', { place: text(1, 60) }), ParcelMoved: stay({ place: text(1, 60) }) })
      .data({ place: '' }, { ParcelSent: (_d, e) => e, ParcelMoved: (_d, e) => e })
      .command('SendParcel', { by: ['clerk'], from: nothing, yields: ['ParcelSent'] })
      .command('MoveParcel', { by: ['clerk'], from: ['sent'], yields: ['ParcelMoved'] });
    const both = { ...options, workflows: [parcel, errand] };
    const [post, node] = [
      await World.begin({ ...both, store: world.store, vault: world.vault }),
      await World.begin({ ...both, store: world.store, vault: world.vault }),
    ];
    const { id } = await post.given('SendParcel', { place: 'beixia' }, { by: 'both' });
    const to = { workflow: 'parcel', in: node };
    expect(codeOf(await link(id, to))).toBe('errand/link-related-not-found');
    await post.given('MoveParcel', { place: 'nanguan' }, { by: 'both', on: id });
    // The node still has the parcel in its memory as it lay.
    expect((await node.cases.seen('parcel', id)).data).toEqual({ place: 'beixia' });
    expect(codeOf(await link(id, to))).toBe('done');
  });
});
