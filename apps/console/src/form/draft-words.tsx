/** What is said of the draft in a form: that it is of an earlier visit, and whether it is kept. */
import { Alert, Button } from 'antd';
import { useNow } from '../live/clock.js';
import { liveTexts } from '../live/texts.js';
import { useWords } from '../words/language.js';
import { agoWords } from '../words/times.js';
import type { FormLife } from './use-step.js';

interface DraftRestoredProps {
  /** When it was written. */
  readonly at: string;
  readonly onDrop: () => void;
}

export function DraftRestored({ at, onDrop }: DraftRestoredProps) {
  const { t, language } = useWords();
  const now = useNow();
  return (
    <Alert
      type="info"
      showIcon
      title={t('draftRestored', { when: agoWords(at, now, language) })}
      action={
        <Button size="small" onClick={onDrop}>
          {t('draftDrop')}
        </Button>
      }
    />
  );
}

/** Whether what was typed is kept, where something was. */
export function DraftKept({ step }: { readonly step: Pick<FormLife, 'isDrafted' | 'isKept'> }) {
  const { t } = useWords(liveTexts);
  if (!step.isDrafted) return null;
  return <span className={step.isKept ? 'muted' : 'field-error'}>{t(step.isKept ? 'draftKept' : 'draftNotKept')}</span>;
}
