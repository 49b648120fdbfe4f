import { describeWorkflow } from './specification.js';
import { errand } from './tiny.fixture.js';
import { errandTexts } from './tiny-texts.fixture.js';

describeWorkflow(
  { declaration: errand.declaration, texts: errandTexts },
  {
    people: { li: ['clerk@nanguan'], wang: ['clerk@nanguan'], zhou: ['officer@nanguan'], far: ['clerk@beixia'] },
    registers: { area: (id) => ['nanguan', 'beixia'].includes(id) },
    roles: ['clerk', 'officer'],
    references: { area: ['nanguan', 'nanguan', 'nanguan', 'beixia'] },
    values: { runner: ['li', 'wang'], field: ['what', 'story', 'caller', 'area'] },
  },
);
