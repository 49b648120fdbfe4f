/**
 * Ctrl K: one line that leads anywhere. The line is there at once and keeps every letter; what is found comes in a part of
 * its own, which may still be on its way.
 */
import { SearchOutlined } from '@ant-design/icons';
import { lazy, Suspense, useId, useLayoutEffect, useRef, useState, type KeyboardEvent } from 'react';
import type { Person } from '../api/types.js';
import { useWords } from '../words/language.js';
import { appTexts } from './texts.js';
import './command-bar.css';

export const foundChunk = async () => ({ default: (await import('./command-found.js')).CommandFound });
const CommandFound = lazy(foundChunk);

export function CommandBar({ me, onClose }: { readonly me: Person; readonly onClose: () => void }) {
  const { t } = useWords(appTexts);
  const dialog = useRef<HTMLDialogElement>(null);
  const list = useId();
  const [typed, setTyped] = useState('');
  /** Which of what is found, counted on and back from the first. */
  const [at, setAt] = useState(0);
  const [entering, setEntering] = useState(false);
  const [chosen, setChosen] = useState<string>();
  useLayoutEffect(() => {
    dialog.current?.showModal();
  }, []);
  // The browser gives the focus back to where it was.
  const close = () => dialog.current?.close();
  const press = (event: KeyboardEvent) => {
    const move = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const enters = event.key === 'Enter' && !event.nativeEvent.isComposing;
    if (move === undefined && !enters) return;
    event.preventDefault();
    if (enters) setEntering(true);
    else if (move !== undefined) setAt(at + move);
  };
  return (
    <dialog
      ref={dialog}
      className="dialog command-bar"
      aria-label={t('bar')}
      onClose={onClose}
      onClick={(event) => {
        if (event.target === dialog.current) close();
      }}
    >
      <div className="command-line">
        <SearchOutlined aria-hidden="true" />
        <input
          autoFocus
          role="combobox"
          aria-expanded="true"
          aria-controls={list}
          aria-activedescendant={chosen}
          aria-label={t('barHint')}
          placeholder={t('barHint')}
          value={typed}
          maxLength={60}
          onChange={(event) => {
            setTyped(event.target.value);
            setAt(0);
            setEntering(false);
          }}
          onKeyDown={press}
        />
      </div>
      <Suspense fallback={<p className="muted command-foot">{t('barSearching')}</p>}>
        <CommandFound
          me={me}
          id={list}
          typed={typed.trim()}
          at={at}
          entering={entering}
          onChosen={setChosen}
          onEntered={() => setEntering(false)}
          onClose={close}
        />
      </Suspense>
    </dialog>
  );
}
