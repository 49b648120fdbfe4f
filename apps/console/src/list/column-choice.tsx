/** Which columns are shown, and in which order. */
import { ArrowLeftOutlined, ArrowRightOutlined, DownOutlined } from '@ant-design/icons';
import { Button, Checkbox } from 'antd';
import { PanelButton } from '../live/opening.js';
import { useWords, type Words } from '../words/language.js';
import type { Column } from './called.js';
import { listTexts } from './texts.js';

interface ColumnChoiceProps {
  readonly columns: readonly Column[];
  readonly words: Readonly<Record<string, Words>>;
  /** Names, in order. */
  readonly shown: readonly string[];
  readonly first: readonly string[];
  readonly onChange: (shown: readonly string[]) => void;
}

export function ColumnChoice({ columns, words, shown, first, onChange }: ColumnChoiceProps) {
  const { t, say } = useWords(listTexts);
  const called = (name: string) => say(words[name], name);
  const others = columns.map(({ name }) => name).filter((name) => !shown.includes(name));
  const moved = (place: number, by: number): readonly string[] => {
    const next = shown.filter((_, index) => index !== place);
    next.splice(place + by, 0, shown[place] ?? '');
    return next;
  };
  return (
    <PanelButton
      called={t('columns')}
      panel={() => (
        <div className="columns-choice">
          {shown.map((name, place) => (
            <div key={name} className="column-choice">
              <Checkbox checked onChange={() => onChange(shown.filter((one) => one !== name))}>
                {called(name)}
              </Checkbox>
              <Button
                type="text"
                size="small"
                disabled={place === 0}
                icon={<ArrowLeftOutlined aria-hidden="true" />}
                aria-label={t('columnUp', { name: called(name) })}
                onClick={() => onChange(moved(place, -1))}
              />
              <Button
                type="text"
                size="small"
                disabled={place === shown.length - 1}
                icon={<ArrowRightOutlined aria-hidden="true" />}
                aria-label={t('columnDown', { name: called(name) })}
                onClick={() => onChange(moved(place, 1))}
              />
            </div>
          ))}
          {others.map((name) => (
            <Checkbox key={name} checked={false} onChange={() => onChange([...shown, name])}>
              {called(name)}
            </Checkbox>
          ))}
          <Button type="link" className="link-plain" onClick={() => onChange(first)}>
            {t('columnsFirst')}
          </Button>
        </div>
      )}
    >
      {t('columns')} <DownOutlined aria-hidden="true" />
    </PanelButton>
  );
}
