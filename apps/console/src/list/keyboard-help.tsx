/** Which keys there are, on demand. */
import { Button } from 'antd';
import { useState } from 'react';
import { areLettersOn, keepLetters } from '../live/page-keys.js';
import { PlainDialog } from '../live/plain-dialog.js';
import { useWords } from '../words/language.js';
import { listTexts } from './texts.js';
import './keyboard-help.css';

interface KeyboardHelpProps {
  readonly open: boolean;
  /** Whether rows can be selected here. */
  readonly selecting?: boolean;
  /** Whether there is something to find by. */
  readonly finding?: boolean;
  readonly onClose: () => void;
}

export function KeyboardHelp({ open, selecting = false, finding = true, onClose }: KeyboardHelpProps) {
  const { t } = useWords(listTexts);
  const keys = [
    ['j / k', t('keyNext')],
    ['Enter', t('keyOpen')],
    ['Home / End', t('keyEnds')],
    ['Page Up / Down', t('keyPages')],
    ...(selecting
      ? ([
          ['x', t('keySelect')],
          ['Shift + j / k', t('keyRange')],
          [t('keyClick'), t('keyClickWords')],
          ['Esc', t('keyNone')],
        ] as const)
      : []),
    ...(finding ? ([['/', t('keySearch')]] as const) : []),
    ['Ctrl K', t('keyCommand')],
    ['g', t('keyHome')],
    ['?', t('keyHelp')],
  ] as const;
  return (
    <PlainDialog open={open} title={t('keyboard')} onClose={onClose}>
      <dl className="keys list-keys">
        {keys.map(([key, words]) => (
          <div key={key}>
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{words}</dd>
          </div>
        ))}
      </dl>
      <LettersChoice />
      <Button onClick={onClose}>{t('close')}</Button>
    </PlainDialog>
  );
}

/** Read whenever it is opened: this help may stand in more than one place. */
function LettersChoice() {
  const { t } = useWords(listTexts);
  const [letters, setLetters] = useState(areLettersOn);
  return (
    <label className="letters-choice">
      <input
        type="checkbox"
        checked={letters}
        onChange={({ target }) => {
          keepLetters(target.checked);
          setLetters(areLettersOn());
        }}
      />{' '}
      {t('keyLetters')}
    </label>
  );
}
