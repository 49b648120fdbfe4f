import { describeWorkflow } from '#libs/workflow/specification';
import { districtRegisters, personSpoken, roles } from './index.js';

describeWorkflow(personSpoken, {
  people: { admin: ['admin@district'], other: ['admin@district'], ge: ['office@district'], qin: ['mediator@nanguan'] },
  roles,
  registers: districtRegisters,
  values: { role: ['mediator', 'dispatcher', 'office'], jurisdiction: ['nanguan', 'district'] },
});
