package com.dhakacart.runbook.process.access;

import org.springframework.security.config.ObjectPostProcessor;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.authentication.LoginUrlAuthenticationEntryPoint;
import org.springframework.security.web.authentication.ui.DefaultLoginPageGeneratingFilter;

/** The page that Spring Security makes, at the address to which a failed log-in leads as well. */
final class LogInPage {

  static final String AT = "/login";
  static final String AFTER_A_FAILURE = AT + "?error";

  private LogInPage() {}

  /** Leads there, whatever name the caller gives this host. */
  static AuthenticationEntryPoint asked() {
    LoginUrlAuthenticationEntryPoint page = new LoginUrlAuthenticationEntryPoint(AT);
    page.setFavorRelativeUris(true);
    return page;
  }

  /** With a failure handler of our own the page does not know where that leads. */
  static ObjectPostProcessor<DefaultLoginPageGeneratingFilter> thatSaysWhatWasWrong() {
    return new ObjectPostProcessor<>() {
      @Override
      public <T extends DefaultLoginPageGeneratingFilter> T postProcess(T page) {
        page.setFailureUrl(AFTER_A_FAILURE);
        return page;
      }
    };
  }
}
