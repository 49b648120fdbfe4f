/** The district: its parts, its roles, its departments, and the people who hold rights in it. */
export { department, departments, isDepartment, type Department, type DepartmentId } from './departments.js';
export { personIdentities } from './identities.js';
export { covers, kindOf, mayBeHeldIn } from './jurisdictions.js';
export { codeOf, neighbourhoodIn, neighbourhoods, type Neighbourhood, type NeighbourhoodId } from './neighbourhoods.js';
export { person, type HeldRole } from './person.js';
export { placeName } from './place-names.js';
export { districtRegisters } from './registers.js';
export {
  departmentRole,
  lateEntryRoles,
  reachOf,
  roles,
  roleTexts,
  staffRoles,
  type Reach,
  type Role,
} from './roles.js';
export { installSamplePeople, samplePeople, type SamplePerson } from './sample-people.js';
export { isSubDistrict, subDistrict, subDistricts, type SubDistrict, type SubDistrictId } from './sub-districts.js';
export { personSpoken, personTexts } from './texts.js';
