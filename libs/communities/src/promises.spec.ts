import { districtRegisters, roles } from '#libs/district';
import { describeWorkflow } from '#libs/workflow/specification';
import { communitySpoken } from './index.js';

describeWorkflow(communitySpoken, {
  people: { zhou: ['subdistrict-officer@nanguan'], ge: ['office@district'], qin: ['mediator@nanguan'] },
  roles,
  registers: districtRegisters,
  references: {
    'sub-district': ['nanguan', 'nanguan', 'beixia'],
    'neighbourhood-code': ['nanxun', 'huaiyin', 'taying'],
  },
});
