/** What the frame says: places to go, and the command bar. */
import type { Texts } from '../words/texts.js';

export const appTexts = {
  placeOverview: ['统计', 'Overview'],
  placeHandOver: ['移交案件', 'Hand over cases'],
  placeAdmin: ['系统管理', 'Administration'],
  placeHome: ['待我办理', 'Waiting for me'],
  placeFollowUps: ['待回访', 'Follow-ups'],
  bar: ['命令栏', 'Command bar'],
  barOpen: ['查找或执行…', 'Find or do…'],
  barHint: ['输入编号、小区、人员、页面或步骤', 'A number, a community, a person, a page or a step'],
  barSteps: ['此件的步骤', 'Steps of this case'],
  barPages: ['页面', 'Pages'],
  barPeople: ['人员', 'People'],
  barNothing: ['没有找到“{q}”', 'Nothing found for “{q}”'],
  barSearching: ['正在查找', 'Searching'],
  barFailed: ['查找未完成，请重试', 'The search did not finish; try again'],
  barKeys: ['↑↓ 选择　Enter 打开　Esc 关闭', '↑↓ choose · Enter open · Esc close'],
  barFound: ['{n} 项', '{n} found'],
  barAll: ['在列表中查看全部 {n} 件', 'Show all {n} in the list'],
  barOf: ['{who}的{what}', '{what} of {who}'],
} as const satisfies Texts;
