/**
 * Views that somebody named and keeps: conditions, order and columns under a name, on this machine, by person. They are
 * there the next morning, so nothing is kept with them that somebody looked for: it may be a name or a telephone (ADR 14).
 */
import { DeleteOutlined, DownOutlined } from '@ant-design/icons';
import { Button, Input } from 'antd';
import { useState } from 'react';
import { PanelButton } from '../live/opening.js';
import { useWords } from '../words/language.js';
import { isSameView, withoutWords } from './address.js';
import { listTexts } from './texts.js';
import { useKept } from './use-kept.js';

const KEPT_MAX = 30;
const NAME_MAX = 40;

interface View {
  readonly name: string;
  /** The address after the `?`, without words. */
  readonly search: string;
  readonly columns: readonly string[];
}

interface SavedViewsProps {
  readonly person: string;
  readonly path: string;
  readonly search: string;
  readonly columns: readonly string[];
  readonly onOpen: (view: Pick<View, 'search' | 'columns'>) => void;
}

export function SavedViews({ person, path, search: asked, columns, onOpen }: SavedViewsProps) {
  const { t } = useWords(listTexts);
  const search = withoutWords(asked);
  const [views, setViews] = useKept<readonly View[]>(`views.${encodeURIComponent(person)}.${path}`, []);
  const [name, setName] = useState('');
  const keep = (): void => {
    const called = name.trim();
    if (called === '') return;
    setViews([...views.filter((one) => one.name !== called), { name: called, search, columns }].slice(-KEPT_MAX));
    setName('');
  };
  const now = views.find((one) => isSameView(one.search, search));
  return (
    <PanelButton
      called={t('views')}
      panel={(close) => (
        <div className="saved-views">
          {views.length === 0 && <p className="muted">{t('viewsNone')}</p>}
          <ul>
            {views.map((view) => (
              <li key={view.name}>
                <Button
                  type="text"
                  className={view === now ? 'view-now' : ''}
                  onClick={() => {
                    close();
                    onOpen(view);
                  }}
                >
                  {view.name}
                </Button>
                <Button
                  type="text"
                  icon={<DeleteOutlined aria-hidden="true" />}
                  aria-label={t('viewDrop', { name: view.name })}
                  onClick={() => setViews(views.filter((one) => one !== view))}
                />
              </li>
            ))}
          </ul>
          {search !== asked && <p className="muted">{t('viewWords')}</p>}
          <form
            onSubmit={(event) => {
              event.preventDefault();
              keep();
            }}
          >
            <Input
              value={name}
              maxLength={NAME_MAX}
              placeholder={t('viewName')}
              aria-label={t('viewName')}
              onChange={(event) => setName(event.target.value)}
            />
            <Button htmlType="submit" disabled={name.trim() === ''}>
              {t('viewKeep')}
            </Button>
          </form>
        </div>
      )}
    >
      {now?.name ?? t('views')} <DownOutlined aria-hidden="true" />
    </PanelButton>
  );
}
