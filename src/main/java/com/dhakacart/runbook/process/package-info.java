/**
 * The engine's side of the boundary, and what all its rooms share: the variables that flow through
 * a runbook, the decisions that tables make, its clocks, its errors, and the incident of a step.
 *
 * <p>Its rooms: {@code intake} (how an incident begins), {@code deciding} (what people are asked),
 * {@code access} (who may), {@code ledger} (plans, approvals, what was changed), {@code paging},
 * {@code history} (what reports and pages read), {@code watch} (what is normal while nothing is
 * wrong), {@code node} (which of the nodes this is), and {@code engine} (how it is run).
 */
package com.dhakacart.runbook.process;
