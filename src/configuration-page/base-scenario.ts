/** The shipped scenario that links of a report are a difference to: a line of the example's own report. */
export const baseScenario = 'your-flume-conf/your-agent'
