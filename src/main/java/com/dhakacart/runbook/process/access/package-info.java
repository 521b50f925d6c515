/**
 * Who may: how people and programs are known, what each of them may ask for, and what every refusal
 * says.
 */
package com.dhakacart.runbook.process.access;
