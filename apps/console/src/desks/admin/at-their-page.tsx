/**
 * Steps that are taken on the page where all that they touch is in view, with a preview of it: whoever comes to one by a
 * button, a key or an address elsewhere is led there.
 */
import { Navigate } from 'react-router';
import type { StepPartProps } from '../../case/parts.js';

export function PublishCalendar() {
  return <Navigate to="/admin/calendars" replace />;
}

export function ReviseCalendar({ one }: StepPartProps) {
  return <Navigate to={`/admin/calendars?year=${encodeURIComponent(one.id)}`} replace />;
}

export function ChangeSetting({ one }: StepPartProps) {
  return <Navigate to={`/admin/settings/${encodeURIComponent(one.id)}`} replace />;
}
