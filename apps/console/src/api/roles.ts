/** Roles that pages are laid out for. The server decides what each of them sees and does. */

/** Who answers for the work of others, or looks over it, and so looks at numbers first. */
export const OVERSEERS: readonly string[] = ['subdistrict-officer', 'office', 'leading-group', 'auditor'];
/** Who gives cases to another person, or takes them over. */
export const HANDING_OVER: readonly string[] = ['subdistrict-officer', 'mediator'];
