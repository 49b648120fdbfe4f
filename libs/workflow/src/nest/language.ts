/** In which language somebody is answered: the one they prefer of the two that are spoken here (RFC 9110 section 12.5.4). */
import type { IncomingMessage } from 'node:http';
import type { Language } from '../words/texts.js';

const TAGS_MAX = 20;

/** Chinese where nothing is preferred, or nothing that is spoken here. */
export function languageOf(request: Pick<IncomingMessage, 'headers'>, otherwise: Language = 'zh-CN'): Language {
  const header = request.headers['accept-language'];
  if (header === undefined) return otherwise;
  let best: { language: Language; weight: number } | undefined;
  for (const part of header.split(',', TAGS_MAX)) {
    const [tag = '', ...params] = part.trim().toLowerCase().split(';');
    const language = spoken(tag);
    const weight = weightOf(params);
    if (language && weight > 0 && (!best || weight > best.weight)) best = { language, weight };
  }
  return best?.language ?? otherwise;
}

function spoken(tag: string): Language | undefined {
  if (/^zh(-|$)/.test(tag)) return 'zh-CN';
  return /^en(-|$)/.test(tag) ? 'en' : undefined;
}

function weightOf(params: readonly string[]): number {
  const q = params.map((param) => /^\s*q=([01](?:\.\d{0,3})?)\s*$/.exec(param)?.[1]).find((one) => one !== undefined);
  return q === undefined ? (params.length > 0 ? 0 : 1) : Number(q);
}
