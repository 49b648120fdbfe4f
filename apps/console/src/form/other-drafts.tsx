/** What else was typed into the same form: another tab has it open, or it was left, and is brought back or dropped. */
import { Alert, Button } from 'antd';
import { useNow } from '../live/clock.js';
import { liveTexts } from '../live/texts.js';
import { useWords } from '../words/language.js';
import { agoWords } from '../words/times.js';
import { firstWords } from './copied.js';
import type { Schema } from '../api/types.js';
import type { OthersOfForm } from './use-draft.js';
import { useTypedWords } from './use-typed-words.js';

interface OtherDraftsProps {
  readonly others: OthersOfForm;
  readonly form: Schema;
}

export function OtherDrafts({ others, form }: OtherDraftsProps) {
  const { language, t } = useWords(liveTexts);
  const words = useTypedWords();
  const now = useNow();
  const { left, isOpenElsewhere } = others;
  return (
    <>
      {isOpenElsewhere && <Alert type="info" showIcon title={t('openElsewhere')} />}
      {left.length > 0 && (
        <Alert
          type="info"
          showIcon
          title={t('draftsLeft', { n: left.length })}
          description={
            <ul className="drafts-left">
              {left.map((one) => (
                <li key={one.slot}>
                  <span>
                    {firstWords(form, one.values, words)}{' '}
                    {one.savedAt !== undefined && <span className="muted">{agoWords(one.savedAt, now, language)}</span>}
                  </span>
                  <Button size="small" onClick={() => others.restore(one)}>
                    {t('leftRestore')}
                  </Button>
                  <Button size="small" onClick={() => others.dropOther(one)}>
                    {t('leftDrop')}
                  </Button>
                </li>
              ))}
            </ul>
          }
        />
      )}
    </>
  );
}
