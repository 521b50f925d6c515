/** What holds for every runbook's model, tables, forms and pictures, read from its files alone. */
package com.dhakacart.runbook.model;
