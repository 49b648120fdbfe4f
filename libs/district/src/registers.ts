/** The lists that references to a sub-district, a neighbourhood by its code and a department are checked against. */
import type { Registers } from '#libs/workflow';
import { isDepartment } from './departments.js';
import { isNeighbourhoodCode } from './neighbourhoods.js';
import { isSubDistrict } from './sub-districts.js';

export const districtRegisters: Registers = {
  'sub-district': isSubDistrict,
  'neighbourhood-code': isNeighbourhoodCode,
  department: isDepartment,
};
