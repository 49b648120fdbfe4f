/** A case on paper, by our button or the browser's own. */
import { PrinterOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useEffect, useState } from 'react';
import { WhilePrinting } from '../live/while-printing.js';
import { useWords } from '../words/language.js';
import type { PaperProps } from './paper.js';
import { caseTexts } from './texts.js';

type PaperPart = typeof import('./paper.js').Paper;

export function Print({ paper }: { readonly paper: PaperProps }) {
  const { t } = useWords(caseTexts);
  const [Paper, setPaper] = useState<PaperPart>();
  useEffect(() => {
    // Loaded once the case is on screen: the browser's own print waits for nothing.
    let left = false;
    void import('./paper.js').then(
      (part) => {
        if (!left) setPaper(() => part.Paper);
      },
      () => undefined, // the button stays closed, and the next case that is opened tries again
    );
    return () => {
      left = true;
    };
  }, []);
  return (
    <>
      <Button type="text" icon={<PrinterOutlined />} onClick={() => window.print()} disabled={!Paper}>
        {t('print')}
      </Button>
      <WhilePrinting>{Paper && <Paper {...paper} />}</WhilePrinting>
    </>
  );
}
