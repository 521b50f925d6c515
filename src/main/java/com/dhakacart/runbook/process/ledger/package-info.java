/** What is kept for good beside the engine's own tables, such as every refusal. */
package com.dhakacart.runbook.process.ledger;
