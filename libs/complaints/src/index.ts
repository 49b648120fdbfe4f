/** Complaints: the workflow, its words, what follows in it, the numbers that people call its cases by. */
export { ComplaintsModule } from './api.js';
export { complaint } from './complaint.js';
export { complaintReactions } from './reactions.js';
export { complaintSpoken, complaintTexts } from './texts.js';
export {
  caseSeries,
  complaintNumbers,
  complaintViews,
  numberOf,
  numberRegister,
  type NumberSeries,
  type RegisteredNumber,
} from './views.js';
