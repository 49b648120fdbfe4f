/**
 * A case on paper, whoever starts it: our button or the browser's own. While it prints, the paper stands beside the page,
 * which hides; otherwise it is not there, so nobody reads everything twice.
 */
import { PrinterOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useEffect, useState } from 'react';
import { createPortal, flushSync } from 'react-dom';
import { useWords } from '../words/language.js';
import type { PaperProps } from './paper.js';
import { caseTexts } from './texts.js';

type PaperPart = typeof import('./paper.js').Paper;

export function Print({ paper }: { readonly paper: PaperProps }) {
  const { t } = useWords(caseTexts);
  const [Paper, setPaper] = useState<PaperPart>();
  const [printing, setPrinting] = useState(false);
  useEffect(() => {
    // Loaded once the case is on screen: the browser's own print waits for nothing.
    let left = false;
    void import('./paper.js').then(
      (part) => {
        if (!left) setPaper(() => part.Paper);
      },
      () => undefined, // the button stays closed, and the next case that is opened tries again
    );
    const begin = () => flushSync(() => setPrinting(true));
    const end = () => setPrinting(false);
    window.addEventListener('beforeprint', begin);
    window.addEventListener('afterprint', end);
    return () => {
      left = true;
      window.removeEventListener('beforeprint', begin);
      window.removeEventListener('afterprint', end);
    };
  }, []);
  return (
    <>
      <Button type="text" icon={<PrinterOutlined />} onClick={() => window.print()} disabled={!Paper}>
        {t('print')}
      </Button>
      {printing && Paper && createPortal(<Paper {...paper} />, document.body)}
    </>
  );
}
