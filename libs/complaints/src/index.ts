/** Complaints: the workflow, its words, what follows in it, its views, and routes of its own. */
export { ComplaintsModule } from './api.js';
export { complaintsDocument } from './openapi.js';
export { complaint } from './complaint.js';
export { complaintReactions } from './reactions.js';
export { complaintSpoken, complaintTexts } from './texts.js';
export { complaintNumbered, complaintViews } from './views.js';
