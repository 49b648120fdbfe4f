/** The words of readings, in both languages. */
import { texts, type Spoken } from '#libs/workflow';
import { reading } from './reading.js';

const readingTexts = texts(reading, {
  name: ['审计查阅', 'reading'],
  plural: ['审计查阅记录', 'readings by auditors'],
  states: { open: ['记录中', 'being recorded'], full: ['已记满', 'full'] },
  events: {
    ReadingsOpened: ['开始记录查阅', 'recording began'],
    ThingsRead: ['查阅', 'read'],
    ReadingsFull: ['记满，另起一册', 'is full; another part begins'],
  },
  commands: {
    OpenReadings: ['开始记录查阅', 'Begin to record'],
    RecordReadings: ['登记查阅', 'Record what was read'],
    CloseReadings: ['登记记满', 'Close the part'],
  },
  fields: {
    reader: ['查阅人', 'reader'],
    day: ['日期', 'day'],
    part: ['册', 'part'],
    count: ['次数', 'times'],
    kinds: ['类别', 'kinds'],
    asked: ['查阅的地址', 'addresses read'],
    upTo: ['数据截至', 'data up to'],
  },
  choices: {
    kinds: {
      admin: ['系统管理', 'administration'],
      counts: ['件数', 'counts'],
      live: ['实时更新', 'live updates'],
      'openapi.json': ['接口说明', 'description of the API'],
      overview: ['统计', 'overview'],
      references: ['名称查找', 'names'],
      replay: ['命令行查阅', 'by the command line'],
      session: ['登录', 'session'],
      waiting: ['待我办理', 'waiting for me'],
      workflows: ['流程说明', 'descriptions of the workflows'],
    },
  },
  deadlines: {},
  settings: {},
  refusals: {},
});

export const readingSpoken: Spoken = {
  declaration: reading.declaration,
  texts: readingTexts,
  meant: {
    reader: { ref: 'person' },
    day: { kind: 'day' },
    kinds: { names: 'path' },
    upTo: { kind: 'position' },
  },
};
