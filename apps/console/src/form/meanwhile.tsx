/** What others did to a case while its form was open, and the ways on where that made the step impossible: nothing typed is lost. */
import { Alert, Button } from 'antd';
import type { Command, HistoryItem, Schema, Workflow } from '../api/types.js';
import { CopyButton } from '../live/copy-button.js';
import { liveTexts } from '../live/texts.js';
import { useWords } from '../words/language.js';
import { SIGNS } from '../words/signs.js';
import { linesOf } from './copied.js';
import { DraftKept } from './draft-words.js';
import type { FormLife } from './use-step.js';
import { useTypedWords } from './use-typed-words.js';
import type { ValueWords } from './value-words.js';

interface MeanwhileProps {
  readonly workflow: Workflow;
  readonly history: readonly HistoryItem[];
  readonly seenVersion: number | undefined;
  readonly person: string;
  /** What is said besides who changed the case. */
  readonly title?: string;
  readonly body: string;
}

export function Meanwhile({ workflow, history, seenVersion = -1, person, title, body }: MeanwhileProps) {
  const { t, language } = useWords();
  const words = useTypedWords();
  const since = history.filter((item) => item.version > seenVersion);
  const others = since.filter((item) => item.actor.id !== person);
  const who = [...new Set((others.length > 0 ? others : since).map((item) => item.words.who))].join(
    SIGNS[language].comma,
  );
  const changed = who !== '' || title === undefined ? t('conflictTitle', { who: who || t('system') }) : undefined;
  return (
    <Alert
      type="warning"
      showIcon
      title={[changed, title].filter(Boolean).join(' · ')}
      description={
        <>
          <p>{body}</p>
          <ul className="conflict">
            {since.map((item) => (
              <li key={item.id}>
                {item.words.when} {item.words.who} {item.words.what}
                {changedBy(workflow, item, words).map((line) => (
                  <div key={line} className="muted">
                    {line}
                  </div>
                ))}
              </li>
            ))}
          </ul>
        </>
      }
    />
  );
}

/** What an event says of the case, a line each; of what is called by a name that was not read yet, nothing. */
function changedBy(
  { fields, fieldWords }: Workflow,
  { type, data }: HistoryItem,
  words: ValueWords,
): readonly string[] {
  const { field, after, reason } = data;
  const values = type === 'Corrected' && typeof field === 'string' ? { [field]: after, reason } : data;
  const properties = Object.fromEntries(
    Object.keys(values).flatMap((name): [string, Schema][] => {
      const said = fieldWords[name];
      return said ? [[name, { ...fields[name], 'x-linli-words': said }]] : [];
    }),
  );
  const named: ValueWords['named'] = (to, id) => {
    const name = words.named?.(to, id);
    return name === undefined || name === id ? '' : name;
  };
  return linesOf({ properties }, values, { ...words, named });
}

interface GoneButtonsProps {
  readonly command: Command;
  readonly step: FormLife;
  readonly onClose: () => void;
}

/** Of a form whose step is not possible any more: its text is taken along, dropped, or left as a draft. */
export function GoneButtons({ command, step, onClose }: GoneButtonsProps) {
  const { t } = useWords(liveTexts);
  const words = useTypedWords();
  const text = (): string => linesOf(command.form, step.values, words).join('\n');
  return (
    <div className="form-actions">
      {step.isDrafted && <CopyButton type="primary" words={t('goneCopy')} text={text} />}
      {step.isDrafted && (
        <Button
          danger
          onClick={() => {
            step.drop();
            onClose();
          }}
        >
          {t('goneDrop')}
        </Button>
      )}
      <Button onClick={onClose}>{t('close')}</Button>
      <DraftKept step={step} />
    </div>
  );
}
