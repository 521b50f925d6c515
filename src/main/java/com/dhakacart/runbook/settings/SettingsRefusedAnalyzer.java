package com.dhakacart.runbook.settings;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Sentences in the log instead of a stack trace. */
class SettingsRefusedAnalyzer extends AbstractFailureAnalyzer<SettingsRefused> {

  @Override
  protected FailureAnalysis analyze(Throwable rootFailure, SettingsRefused cause) {
    return new FailureAnalysis(
        cause.getMessage(),
        "Correct each where it is written, or take it out; README.md has the settings under"
            + " \"Operate it\", and the *Settings records have all of them.",
        cause);
  }
}
