package com.dhakacart.runbook.process.access;

import com.dhakacart.runbook.process.WebSettings;
import java.util.Set;
import org.camunda.bpm.spring.boot.starter.property.CamundaBpmProperties;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.jdbc.DataSourceProperties;
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
  private static final Set<String> ON_THIS_MACHINE = Set.of("localhost", "127.0.0.1", "[::1]");

  /** The webapps' cookies are their own; their properties are read when the context starts. */
  @Bean
  ServletContextInitializer secureCookies(
      WebSettings web,
      ServerProperties server,
      CamundaBpmProperties camunda,
      DataSourceProperties database) {
    boolean secure =
        "https".equals(web.url().getScheme())
            || server.getSsl() != null && server.getSsl().isEnabled();
    camunda.getWebapp().getCsrf().setEnableSecureCookie(secure);
    camunda.getWebapp().getSessionCookie().setEnableSecureCookie(secure);
    if (!secure && !ON_THIS_MACHINE.contains(web.url().getHost())) {
      log.warn(
          "People reach {} without TLS: their passwords and sessions can be read on the way. Put a"
              + " proxy that speaks TLS before it, set runbook.web.url to its https address, and"
              + " server.forward-headers-strategy to native",
          web.url());
    }
    if (ON_THIS_MACHINE.contains(web.url().getHost()) && isForProduction(database)) {
      log.warn(
          "Links in pages, mails and tickets begin with {} and open on this machine alone; set"
              + " runbook.web.url to the address people use",
          web.url());
    }
    return context -> context.getSessionCookieConfig().setSecure(secure);
  }

  /** As docker/ runs it. */
  private static boolean isForProduction(DataSourceProperties database) {
    return database.determineUrl().startsWith("jdbc:postgresql:");
  }
}
