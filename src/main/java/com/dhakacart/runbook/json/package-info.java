/**
 * How the words of {@code incident} are written as JSON, in variables, tables, files and reports.
 */
package com.dhakacart.runbook.json;
