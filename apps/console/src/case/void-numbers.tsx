/** Numbers that a case was called by and is no longer: they stand in letters and registers, so they are told with the reason. */
import type { Case } from '../api/types.js';
import { useWords } from '../words/language.js';
import { caseTexts } from './texts.js';

export function VoidNumbers({ one }: { readonly one: Case }) {
  const { t } = useWords(caseTexts);
  return one.voidNumbers?.map(({ number, why, reason }) => (
    <p key={number} className="void-number">
      {t('numberVoid', { number, why: t(why === 'transferred' ? 'voidTransferred' : 'voidUndone') })}
      {reason !== null && ` · ${reason}`}
    </p>
  ));
}
