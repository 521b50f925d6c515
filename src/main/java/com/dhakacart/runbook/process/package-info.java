/**
 * The engine's side of the boundary, and what all its rooms share: the variables that flow through
 * a runbook, the decisions that tables make, its clocks, its errors, and the incident of a step.
 */
package com.dhakacart.runbook.process;
