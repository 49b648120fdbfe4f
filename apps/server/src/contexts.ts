/** What this program is made of: one line for each bounded context, and who is who in it. */
import type { Type } from '@nestjs/common';
import { communitySpoken, installSampleCommunities, soundsLike } from '#libs/communities';
import {
  complaintNumbered,
  complaintReactions,
  complaintsDocument,
  ComplaintsModule,
  complaintSpoken,
  complaintViews,
} from '#libs/complaints';
import {
  codeOf,
  covers,
  departments,
  districtRegisters,
  installSamplePeople,
  lateEntryRoles,
  neighbourhoods,
  personIdentities,
  personSpoken,
  placeName,
  roleTexts,
  subDistricts,
} from '#libs/district';
import { readingSpoken } from '#libs/readings';
import { upkeepSpoken } from '#libs/upkeep';
import type { Projection } from '#libs/views';
import {
  calendarSpoken,
  incidentSpoken,
  settingSpoken,
  type Cases,
  type Covers,
  type Identities,
  type Reaction,
  type Registers,
  type Spoken,
} from '#libs/workflow';
import type { BesideWorkflows, Numbered, Vocabulary } from '#libs/workflow/nest';
import { sampleComplaints } from './sample/index.js';
import type { SampleStep } from './seed.js';

export interface Contexts {
  readonly spoken: readonly Spoken[];
  /** Beside the table that every workflow has. */
  readonly projections: readonly Projection[];
  /** What follows in one case from what happened in another. */
  readonly reactions: readonly Reaction[];
  /** By the workflow's name: the table that says what its cases are called. */
  readonly numbers: Readonly<Record<string, Numbered>>;
  /** Routes of a context's own, beside those of its workflows and before them, with what the OpenAPI document says of them. */
  readonly own?: readonly { readonly module: Type; readonly document: BesideWorkflows }[];
  readonly identities: (cases: Cases) => Identities;
  readonly covers: Covers;
  readonly registers: Registers;
  readonly lateEntryRoles: readonly string[];
  /** What entries of registers and roles are called; without it they are called by their ids. */
  readonly vocabulary?: Vocabulary;
  /** Records the sample data as far as the log does not hold it yet; answers how many commands it took. */
  readonly sample: readonly SampleStep[];
}

export const contexts: Contexts = {
  spoken: [
    settingSpoken,
    calendarSpoken,
    incidentSpoken,
    upkeepSpoken,
    readingSpoken,
    personSpoken,
    communitySpoken,
    complaintSpoken,
  ],
  projections: complaintViews,
  reactions: complaintReactions,
  numbers: { complaint: complaintNumbered },
  own: [{ module: ComplaintsModule, document: complaintsDocument }],
  identities: personIdentities,
  covers,
  registers: districtRegisters,
  lateEntryRoles,
  vocabulary: {
    registers: {
      'sub-district': Object.fromEntries(subDistricts.map(({ id, name }) => [id, name])),
      neighbourhood: Object.fromEntries(neighbourhoods.map(({ id, name }) => [id, name])),
      'neighbourhood-code': Object.fromEntries(neighbourhoods.map((one) => [codeOf(one), placeName(one.id)])),
      department: Object.fromEntries(departments.map(({ id, name }) => [id, name])),
    },
    roles: roleTexts,
    soundsLike,
  },
  sample: [
    ({ engine }) => installSamplePeople(engine),
    ({ engine }) => installSampleCommunities(engine),
    sampleComplaints,
  ],
};
