/** The lists that `ref('sub-district')` and `ref('department')` are checked against. */
import type { Registers } from '#libs/workflow';
import { isDepartment } from './departments.js';
import { isSubDistrict } from './sub-districts.js';

export const districtRegisters: Registers = { 'sub-district': isSubDistrict, department: isDepartment };
