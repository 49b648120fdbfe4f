import { it } from '@jest/globals';
import { propertiesOf } from '../specification.js';
import { chore } from './chore.fixture.js';

it.each(
  propertiesOf(chore.declaration, {
    timeMs: 6_000,
    people: { li: ['clerk'], zhou: ['officer'] },
  }).map((property) => ({ property, name: property.name })),
)('law 3: of workflows that are all clocks, $name', async ({ property }) => {
  await property.run();
});
