/** What the HTTP layer itself has to say, in both languages; everything about workflows is said by their own texts. */
import type { Pair } from '../words/texts.js';

/** Sentences by code. */
export const requestTexts = {
  'request/fields': ['提交的内容有{count}处需要改正', 'What was sent needs correcting in {count} place(s)'],
  'request/not-json': ['提交的内容不是有效的JSON', 'What was sent is not JSON'],
  'request/not-utf8': ['提交的内容不是UTF-8编码', 'What was sent is not UTF-8'],
  'request/nested-too-deep': ['提交的内容嵌套过深（最多{max}层）', 'What was sent is nested too deep (at most {max})'],
  'request/too-large': ['提交的内容过大（最多{max}字节）', 'What was sent is too large (at most {max} bytes)'],
  'request/media-type': ['只接受application/json', 'Only application/json is taken here'],
  'request/query': ['网址参数有误：{name}', 'This part of the address cannot be understood: {name}'],
  'request/as-of': [
    '尚不能查询过去某一时点的情况（asOf）',
    'How things stood at a past moment (asOf) cannot be asked for yet',
  ],
  'request/if-match-new': [
    '新建时没有可以比对的版本，请去掉If-Match',
    'What is new has no revision to compare with; leave If-Match out',
  ],
  'request/if-match-bulk': [
    '批量办理涉及多件，不能使用If-Match；请用position注明所见的列表',
    'Many cases have no revision in common, so If-Match is not taken here; say by position which list was seen',
  ],
  'request/if-match': ['If-Match应为带引号的版本号，如"7"', 'If-Match is a quoted revision such as "7"'],
  'request/after': ['X-Linli-After应为以前答复中的position', 'X-Linli-After is the position of an earlier answer'],
  'request/method': ['此网址不支持{method}', '{method} is not possible here'],
  'request/page-only': [
    '此网址是供浏览器打开的页面；程序接口在/api，说明见/api/docs',
    'This address holds a page for browsers; programs find everything under /api, described at /api/docs',
  ],
  'request/no-such-path': ['没有这个网址', 'There is nothing at this address'],
  'request/other-origin': [
    '请求来自其他网站，未予办理',
    'The request comes from a page of another site and was not carried out',
  ],
  'live/too-many': ['实时连接过多，请稍后再试', 'Too many live connections; try again in a moment'],
  'request/rejected': ['请求无法处理', 'The request cannot be handled'],
  'request/too-many': ['操作过于频繁，请{seconds}秒后再试', 'Too many requests; try again in {seconds} seconds'],
  'request/bulk-too-many': ['一次最多办理{max}件，现有{count}件', 'At most {max} cases at once, these are {count}'],
  'request/bulk-list-too-old': [
    '所见列表之后变动的件已超过{max}件，请刷新列表后重新选择',
    'More than {max} cases have changed since this list; load it again and choose anew',
  ],
  'request/admins-only': ['仅系统管理员可以查看和操作', 'Only an administrator may see and do this'],
  'request/upkeep-only': [
    '仅系统管理员、领导小组办公室和审计可以查看',
    'Only administrators, the office and auditors may see this',
  ],
  'request/reading-not-recorded': [
    '审计查阅须先记录，暂时无法记录，请稍后再试',
    'What auditors read is recorded first, and that cannot be done just now; try again in a moment',
  ],
  'timetable/unavailable': ['任务队列暂时不可用，请稍后再试', 'The timetable cannot be reached; try again in a moment'],
  'session/needed': ['请先登录', 'Sign in first'],
  'session/other-person': [
    '此浏览器现在由另一人登录，本次未予办理；请以原来的身份重新登录后再提交',
    'Somebody else is signed in here now, so this was not carried out; sign in again as before, then send it once more',
  ],
  'session/unavailable': [
    '暂时无法核对登录状态，请稍后再试',
    'Who is signed in cannot be looked up just now; try again in a moment',
  ],
  'views/behind': ['页面数据正在更新，请稍后再试', 'The lists are catching up; try again in a moment'],
  'store/unavailable': [
    '暂时无法保存，请稍后用同一操作编号重试；您填写的内容没有丢失',
    'Cannot be saved just now; send it again in a moment under the same command id, nothing you entered is lost',
  ],
  'store/unread': [
    '暂时读不到记录，请稍后再试；已保存的内容都在',
    'The records cannot be read just now; try again in a moment, nothing that was saved is lost',
  ],
  'server/unexpected': [
    '系统出错，已记录（{id}）。请稍后重试，或把这个编号告诉管理员',
    'Something went wrong and was logged ({id}). Try again, or tell the administrator this id',
  ],
} as const satisfies Record<string, Pair>;

export type RequestCode = keyof typeof requestTexts;

/** The short summary of each status, the same for every occurrence (RFC 9457 section 3.1.3). */
export const statusTexts: Readonly<Record<number, Pair>> = {
  400: ['请求有误', 'Bad request'],
  401: ['尚未登录', 'Not signed in'],
  403: ['没有权限', 'Not allowed'],
  404: ['没有找到', 'Not found'],
  405: ['不支持的方法', 'Method not allowed'],
  406: ['没有所要的格式', 'Not available in this form'],
  409: ['现在不能办理', 'Not possible as things stand'],
  412: ['内容已有变动', 'Changed meanwhile'],
  413: ['内容过大', 'Too large'],
  415: ['格式不支持', 'Unsupported media type'],
  422: ['填写有误', 'Fields to correct'],
  428: ['须注明版本', 'Revision required'],
  429: ['过于频繁', 'Too many requests'],
  500: ['系统出错', 'Unexpected error'],
  503: ['暂时不可用', 'Unavailable just now'],
};
