/**
 * The engine's side of the boundary: what flows through a runbook, how one is started, which errors
 * it draws, what people may decide, and its history.
 */
package com.dhakacart.runbook.process;
