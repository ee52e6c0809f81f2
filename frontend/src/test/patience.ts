/**
 * How long a test may take that tries hundreds of invented cases: a second or two alone, many times that on a machine that is
 * busy with others. For tests of properties only; one with its cases written down keeps the usual few seconds.
 */
export const PATIENT = { timeout: 60_000 }
