/** Which keys there are, on demand. The browser's own dialog: it keeps the focus and hears Escape by itself. */
import { Button } from 'antd';
import { useEffect, useRef } from 'react';
import { useWords } from '../words/language.js';

export function KeyboardHelp({ open, onClose }: { readonly open: boolean; readonly onClose: () => void }) {
  const { t } = useWords();
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    if (open) dialog.current?.showModal();
    else dialog.current?.close();
  }, [open]);
  const keys = [
    ['j / k', t('keyNext')],
    ['Enter', t('keyOpen')],
    ['/', t('keySearch')],
    ['g', t('keyHome')],
    ['Ctrl K', t('keyBar')],
    ['?', t('keyHelp')],
  ] as const;
  return (
    <dialog ref={dialog} className="dialog" onClose={onClose} aria-labelledby="keyboard-help">
      <h2 id="keyboard-help">{t('keyboard')}</h2>
      <dl className="keys">
        {keys.map(([key, words]) => (
          <div key={key}>
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{words}</dd>
          </div>
        ))}
      </dl>
      <Button onClick={onClose}>{t('close')}</Button>
    </dialog>
  );
}
