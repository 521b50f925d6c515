package com.dhakacart.runbook.process.access;

import com.dhakacart.runbook.process.WebSettings;
import org.camunda.bpm.spring.boot.starter.property.CamundaBpmProperties;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.web.ServerProperties;
import org.springframework.boot.web.servlet.ServletContextInitializer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Where people reach the runbook by TLS, here or at a proxy, every cookie is sent over TLS only;
 * where they do not, the start says so. Spring Security adds {@code Strict-Transport-Security} to
 * whatever came by TLS.
 */
@Configuration(proxyBeanMethods = false)
class SecureTransport {

  private static final Logger log = LoggerFactory.getLogger(SecureTransport.class);

  /** The webapps' cookies are their own; their properties are read when the context starts. */
  @Bean
  ServletContextInitializer secureCookies(
      WebSettings web, ServerProperties server, CamundaBpmProperties camunda) {
    boolean secure =
        "https".equals(web.url().getScheme())
            || server.getSsl() != null && server.getSsl().isEnabled();
    camunda.getWebapp().getCsrf().setEnableSecureCookie(secure);
    camunda.getWebapp().getSessionCookie().setEnableSecureCookie(secure);
    if (!secure && !web.isThisMachine()) {
      log.warn(
          "People reach {} without TLS: their passwords and sessions can be read on the way. Put a"
              + " proxy that speaks TLS before it, set runbook.web.url to its https address, and"
              + " server.forward-headers-strategy to native",
          web.url());
    }
    return context -> context.getSessionCookieConfig().setSecure(secure);
  }
}
