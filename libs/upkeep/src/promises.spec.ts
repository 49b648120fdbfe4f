import { describeWorkflow } from '#libs/workflow/specification';
import { upkeepSpoken } from './index.js';

describeWorkflow(upkeepSpoken, {
  people: { ke: ['admin@district'], an: ['auditor@district'], ge: ['office@district'] },
  roles: ['admin', 'auditor', 'office'],
});
