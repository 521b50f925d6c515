/**
 * What was proposed, who approved exactly that, what was made of it, what holds changes back, and
 * what was refused: in tables of its own, where no completion of a task and no variable can rewrite
 * it.
 */
package com.dhakacart.runbook.process.ledger;
